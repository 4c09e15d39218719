package org.jbgp.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between rooms, see docs/architecture.md. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jbgp");

    @ParameterizedTest(name = "{0} does not use {1}")
    @CsvSource({
        "org.jbgp.config..,          org.jbgp.daemon..",
        "org.jbgp.config..,          org.jbgp.kernel..",
        "org.jbgp.kernel..,          org.jbgp.daemon..",
        "org.jbgp.kernel..,          org.jbgp.config..",
        "org.jbgp.daemon.wire..,     org.jbgp.daemon.(session|net|rib|policy|advertise|protocol|router|control)..",
        "org.jbgp.daemon.wire..,     io.netty.channel..",
        "org.jbgp.daemon.memory..,   org.jbgp.daemon.(session|net|rib|policy|advertise|protocol|router|control)..",
        "org.jbgp.daemon.session..,  org.jbgp.daemon.(net|rib|policy|advertise|protocol|router|control)..",
        "org.jbgp.daemon.net..,      org.jbgp.daemon.(rib|policy|advertise|protocol|router|control)..",
        "org.jbgp.daemon.policy..,   org.jbgp.daemon.(session|net|rib|advertise|protocol|router|control)..",
        "org.jbgp.daemon.rib..,      org.jbgp.daemon.(session|net|advertise|protocol|router|control)..",
        "org.jbgp.daemon.rib..,      io.netty..",
        "org.jbgp.daemon.rib..,      java.util.concurrent..",
        "org.jbgp.daemon.advertise.., org.jbgp.daemon.(session|net|protocol|router|control)..",
        "org.jbgp.daemon.advertise.., io.netty.channel..",
        "org.jbgp.daemon.protocol.., org.jbgp.daemon.(session|net|rib|advertise|router|control)..",
        "org.jbgp.daemon.control..,  org.jbgp.daemon.(net|rib|advertise|protocol|router)..",
    })
    void wall(String room, String other) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(other)
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
