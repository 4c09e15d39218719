package org.jbgp.daemon.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The wire room knows buffers and the JDK, but no channel, clock, thread or logger. */
class WireArchitectureTest {
    @Test
    void dependsOnBuffersAndTheJdkOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.jbgp.daemon.wire..",
                        // Addresses, for the text of a verdict.
                        "org.jbgp.config.base",
                        "io.netty.buffer",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.nio..",
                        "java.net")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.jbgp.daemon.wire"));
    }
}
