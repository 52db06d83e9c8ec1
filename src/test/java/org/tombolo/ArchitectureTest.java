package org.tombolo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls between the packages. A wall may move; say why in {@code src/adr/} and move it here. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.tombolo");

    /** Where a library may be imported, "|" between alternatives, under {@code org.tombolo}. */
    private static final List<String[]> LIBRARIES = List.of(
            new String[] {"SIP Servlet API", "javax.servlet.sip..", "sip.servlet|launcher"},
            new String[] {
                "Servlet API and JAX-RS",
                "javax.servlet|javax.servlet.http|javax.servlet.annotation|javax.ws.rs..|org.glassfish..",
                "web..|app|sip.servlet|launcher"
            },
            new String[] {
                "containers",
                "org.apache.catalina..|org.apache.coyote..|org.mobicents..|org.restcomm..|gov.nist..|javax.sip..|com.ibm..",
                "launcher"
            },
            new String[] {
                "database", "java.sql..|javax.sql..|org.h2..|org.jdbi..|org.flywaydb..|com.zaxxer..", "store.jdbc"
            },
            new String[] {"XMPP", "org.jivesoftware..|org.jxmpp..|org.minidns..", "xmpp.component"},
            new String[] {"DTLS", "org.bouncycastle..", "media.webrtc.dtls"},
            new String[] {"SRTP", "org.jitsi..|kotlin..", "media.srtp"},
            new String[] {"HTML", "org.jsoup..", "html.jsoup"},
            new String[] {"images", "java.awt..|javax.imageio..", "storage.imageio"},
            new String[] {"S3", "com.github.davidmoten..", "storage.s3"},
            new String[] {"tokens", "com.nimbusds..", "web.token"},
            new String[] {"codecs", "org.bytedeco..", "transcoder"},
            new String[] {"metrics.prometheus", "io.micrometer..|io.prometheus..", "metrics.prometheus"},
            new String[] {
                "JSON",
                "com.fasterxml.jackson..",
                "web..|gateway.interaction.event|gateway.interaction.cdr|gateway.interaction.push|store.jdbc"
            });

    private static final String ADAPTERS =
            "store.jdbc|xmpp.component|sip.servlet|html.jsoup|storage.file|storage.http|storage.imageio|storage.s3";

    /** What a package of ours may know of the others; every one may know its own children of the same name's tree. */
    private static final List<String[]> ARROWS = List.of(
            new String[] {"trace", ""},
            new String[] {"identity", ""},
            new String[] {"config", ""},
            new String[] {"metrics", ""},
            new String[] {"xml", ""},
            new String[] {"tls", ""},
            new String[] {"presence..", "xml|identity"},
            new String[] {"conference", "xml"},
            new String[] {"html..", ""},
            new String[] {"storage..", ""},
            new String[] {"gallery", "storage|identity"},
            new String[] {"filetransfer", "sip|msrp..|media.sdp|storage|identity|trace"},
            new String[] {"filetransfer", "sip|msrp..|media.sdp|storage|identity|trace"},
            new String[] {"sip", "identity|trace"},
            new String[] {"sip.servlet", "sip|identity|trace|metrics"},
            new String[] {"registrar", "sip|identity|trace"},
            new String[] {"xmpp..", "xml|identity|trace|metrics|config"},
            new String[] {"media..", "identity|trace|metrics"},
            new String[] {"msrp..", "xml|media.sdp|identity|trace|metrics"},
            new String[] {"jingle", "xml|media.sdp"},
            new String[] {"call", "sip|media..|identity|trace|metrics"},
            new String[] {"routing", "gateway..|sip|registrar|identity|trace|metrics"},
            new String[] {
                "gateway..",
                "sip|call|xmpp|xml|jingle|presence..|conference|msrp..|html|storage|gallery|filetransfer|media..|identity|trace|metrics"
            },
            new String[] {"store..", "gateway..|gallery|storage|sip|xmpp|identity|trace|metrics|config"},
            new String[] {"web..", "gateway..|sip|routing|storage|gallery|identity|media..|trace|metrics|config"},
            new String[] {"transcoder", "media.transcode.wire"},
            new String[] {"media.transcode.wire", ""},
            new String[] {"launcher", "config"});

    @TestFactory
    List<DynamicTest> aLibraryIsImportedInOnePlace() {
        return LIBRARIES.stream()
                .map(row -> check(
                        row[0] + " in " + row[2],
                        noClasses()
                                .that(not(resideInAnyPackage(ours(row[2]))))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(row[1].split("\\|")))))
                .toList();
    }

    @TestFactory
    List<DynamicTest> arrowsPointInward() {
        return ARROWS.stream()
                .map(row -> check(
                        row[0] + " knows " + (row[1].isEmpty() ? "nobody" : row[1]),
                        classes()
                                .that()
                                .resideInAPackage("org.tombolo." + row[0])
                                .should()
                                .onlyDependOnClassesThat(
                                        foreign().or(resideInAnyPackage(ours(row[0] + "|" + row[1]))))))
                .toList();
    }

    @TestFactory
    List<DynamicTest> rules() {
        return List.of(
                check(
                        "packages have no cycles",
                        slices().matching("org.tombolo.(**)").should().beFreeOfCycles()),
                check(
                        "gateways never see each other",
                        slices().matching("org.tombolo.gateway.(*)..").should().notDependOnEachOther()),
                check(
                        "nobody knows the composition root or the launcher",
                        noClasses()
                                .that(not(resideInAnyPackage(ours("app|launcher|transcoder"))))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(ours("app..|launcher..|transcoder..")))),
                check(
                        "adapters are known to the composition root alone",
                        noClasses()
                                .that(not(resideInAnyPackage(ours("app|" + ADAPTERS))))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(ours(ADAPTERS)))),
                // The container that the launcher starts speaks it; Api keeps a library from speaking it.
                check(
                        "logs go through SLF4J",
                        noClasses()
                                .that(not(resideInAnyPackage(ours("launcher"))).and(not(simpleName("Api"))))
                                .should(USE_JAVA_UTIL_LOGGING)),
                check(
                        "only commands write to the terminal",
                        noClasses()
                                .that(not(resideInAPackage("org.tombolo.launcher.."))
                                        .and(not(isCommand())))
                                .should(ACCESS_STANDARD_STREAMS)),
                check(
                        "statics hold no state",
                        fields().that()
                                .areStatic()
                                .and()
                                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                                .should()
                                .beFinal()),
                check(
                        "no grab bags",
                        noClasses()
                                .should()
                                .resideInAnyPackage(
                                        "..util..", "..utils..", "..common..", "..defs..", "..helper..", "..misc..")));
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        Set<String> bare = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .filter(p ->
                        p.getClasses().stream().anyMatch(c -> !c.getSimpleName().equals("package-info")))
                .filter(p -> !p.tryGetPackageInfo()
                        .map(i -> i.isAnnotatedWith(NullMarked.class))
                        .orElse(false))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());
        assertThat(bare).isEmpty();
    }

    @Test
    void nobodyWaitsBySleeping() {
        JavaClasses withTests = new ClassFileImporter().importPackages("org.tombolo");
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(withTests);
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(withTests);
    }

    private static DynamicTest check(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.allowEmptyShould(true).check(PRODUCT));
    }

    private static String[] ours(String packages) {
        return Arrays.stream(packages.split("\\|"))
                .filter(p -> !p.isEmpty())
                .map("org.tombolo."::concat)
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> foreign() {
        return not(resideInAPackage("org.tombolo.."));
    }

    private static DescribedPredicate<JavaClass> isCommand() {
        return DescribedPredicate.describe(
                "have a main method",
                c -> c.tryGetMethod("main", String[].class).isPresent());
    }
}
