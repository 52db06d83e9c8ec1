package org.tombolo.app;

import java.io.IOException;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.ServletContext;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.web.chat.ChatResource;
import org.tombolo.web.chat.ContactSearch;
import org.tombolo.web.server.ChatPolicy;
import org.tombolo.web.token.ChatKey;

/** What the chat page needs. */
final class ChatWeb {
    private ChatWeb() {}

    static ChatResource resource(Foundation foundation, ChatService chats) throws IOException {
        Settings settings = foundation.settings();
        ContactSearch search = new ContactSearch(
                new AddressMapping(MessageService.domains(settings), foundation.associations()),
                foundation.associations(),
                chats.owners(),
                settings.chat().domain());
        ChatKey key = ChatKey.open(settings.data(), foundation.clock());
        return new ChatResource(settings.chat(), key, search, foundation.clock());
    }

    /** To be called after the headers of all pages are there, which this one's come over. */
    static void policy(Foundation foundation, ServletContext context) {
        context.addFilter("chat", new ChatPolicy(foundation.settings().chat()))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, ChatPolicy.PAGE);
    }
}
