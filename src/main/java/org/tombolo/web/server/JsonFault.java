package org.tombolo.web.server;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;

/** Says what is wrong with a body in the words of its own properties; class names of ours never show. */
final class JsonFault {
    private JsonFault() {}

    static String describe(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return "unknown property: " + path(unknown.getPath());
        }
        if (fault instanceof ValueInstantiationException rejected) {
            return at(rejected) + reason(rejected);
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        return fault instanceof JsonMappingException mapping && mapping.getCause() instanceof JsonParseException syntax
                ? syntax(syntax)
                : syntax(fault);
    }

    private static String mismatch(MismatchedInputException fault) {
        String message = String.valueOf(fault.getOriginalMessage());
        if (message.startsWith("Trailing token")) {
            return "there is more after the JSON value";
        }
        if (message.startsWith("Null value for creator property") || message.startsWith("Missing ")) {
            return at(fault) + "is required";
        }
        return fault.getPath().isEmpty() ? "the body is not of the right type" : at(fault) + "is not of the right type";
    }

    /** What a record's constructor said, which is written for the reader; any other cause is not. */
    private static String reason(ValueInstantiationException fault) {
        return fault.getCause() instanceof IllegalArgumentException checked && checked.getMessage() != null
                ? checked.getMessage()
                : "is not valid";
    }

    private static String syntax(JsonProcessingException fault) {
        String message = String.valueOf(fault.getOriginalMessage());
        JsonLocation where = fault.getLocation();
        String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return message.startsWith("Duplicate field")
                ? "a property is given twice: " + message.replaceAll("(?s).*?'([^']*)'.*", "$1")
                : "not valid JSON" + place;
    }

    private static String at(JsonMappingException fault) {
        return fault.getPath().isEmpty() ? "" : path(fault.getPath()) + ": ";
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
