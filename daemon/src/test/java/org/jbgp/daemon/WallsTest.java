package org.jbgp.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between rooms, see docs/architecture.md. */
class WallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The tests of other modules, as Maven packs them.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.jbgp");

    @ParameterizedTest(name = "{0} does not use {1}")
    @CsvSource({
        "org.jbgp.config.., org.jbgp.daemon..",
        "org.jbgp.config.., org.jbgp.kernel..",
        "org.jbgp.config.source.., org.jbgp.config.(base|syntax|grammar|filter|model|options)..",
        "org.jbgp.config.base.., org.jbgp.config.(syntax|grammar|filter|model|options)..",
        "org.jbgp.config.syntax.., org.jbgp.config.(filter|model|options)..",
        "org.jbgp.config.filter.., org.jbgp.config.(model|options)..",
        "org.jbgp.config.split.., org.jbgp.config.(filter|model|options)..",
        "org.jbgp.config.(source|base|syntax|filter|model|options).., org.jbgp.config.split..",
        "org.jbgp.config.(source|base|syntax|filter|model|options|split).., org.jbgp.config.editor..",
        "org.jbgp.config.editor.., org.jbgp.config.(model|split)..",
        "org.jbgp.config.filter.(value|tree|run).., org.jbgp.config.(syntax|grammar)..",
        "org.jbgp.config.model.., org.jbgp.config.(syntax|grammar|options)..",
        "org.jbgp.config.options.argument.., org.jbgp.config.options.(row|common|bgp|protocol|global)..",
        "org.jbgp.config.options.row.., org.jbgp.config.options.(common|bgp|protocol|global)..",
        "org.jbgp.config.options.common.., org.jbgp.config.options.(bgp|protocol|global)..",
        "org.jbgp.config.options.bgp.., org.jbgp.config.options.(protocol|global)..",
        "org.jbgp.config.options.protocol.., org.jbgp.config.options.(bgp|global)..",
        "org.jbgp.config.options.global.., org.jbgp.config.options.(bgp|protocol)..",
        "org.jbgp.config.options.(argument|row|common|bgp|protocol|global).., org.jbgp.config.options",
        "org.jbgp.kernel.., org.jbgp.daemon..",
        "org.jbgp.kernel.., org.jbgp.config..",
        "org.jbgp.daemon.wire.., org.jbgp.daemon.(session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.wire.., io.netty.channel..",
        "org.jbgp.daemon.memory.., org.jbgp.daemon.(session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.session.., org.jbgp.daemon.(net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.net.., org.jbgp.daemon.(rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.net.socket.., org.jbgp.daemon.net",
        "org.jbgp.daemon.policy.., org.jbgp.daemon.(session|net|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.rib.., org.jbgp.daemon.(session|net|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.rib.., io.netty..",
        "org.jbgp.daemon.rib.., java.util.concurrent..",
        "org.jbgp.daemon.advertise.., org.jbgp.daemon.(session|net|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.advertise.., io.netty.channel..",
        "org.jbgp.daemon.protocol.., org.jbgp.daemon.(session|net|rib|advertise|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.control.., org.jbgp.daemon.(net|rib|advertise|protocol|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.metrics.., org.jbgp.daemon.(wire|memory|session|net|policy|rib|advertise|protocol|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.http.., org.jbgp.daemon.(wire|memory|session|net|policy|rib|advertise|protocol|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery|mrt|bmp)..",
        "org.jbgp.daemon.glass.., org.jbgp.daemon.(memory|session|net|rib|advertise|protocol|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery|mrt|bmp)..",
        "org.jbgp.daemon.glass.., org.jbgp.daemon.control",
        "org.jbgp.daemon.heap.., org.jbgp.daemon.(wire|memory|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|kernel|bgp|local|reload|query|router|bfd|rpki|discovery)..",
        "org.jbgp.daemon.shards.., org.jbgp.daemon.(session|net|policy|advertise|control|metrics|instance|nexthop|kernel|bgp|local|reload|query|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.instance.., org.jbgp.daemon.(nexthop|kernel|bgp|local|reload|query|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.nexthop.., org.jbgp.daemon.(net|advertise|kernel|bgp|local|reload|query|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.kernel.., org.jbgp.daemon.(net|metrics|nexthop|bgp|local|reload|query|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.bgp.., org.jbgp.daemon.(metrics|kernel|local|reload|query|router|rpki)..",
        "org.jbgp.daemon.local.., org.jbgp.daemon.(net|metrics|nexthop|bgp|reload|query|router|heap|rpki|discovery)..",
        "org.jbgp.daemon.aggregate.., org.jbgp.daemon.(net|session|protocol|metrics|nexthop|kernel|bgp|local|reload|query|router|heap|bfd|rpki|discovery|mrt|bmp)..",
        "org.jbgp.daemon.(wire|memory|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|bfd|rpki|mrt|bmp|discovery).., org.jbgp.daemon.aggregate..",
        "org.jbgp.daemon.editor.., org.jbgp.daemon.(wire|memory|session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery|mrt|bmp|monitor)..",
        "org.jbgp.daemon.(wire|memory|session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery|mrt|bmp|monitor).., org.jbgp.daemon.editor..",
        "org.jbgp.daemon.(wire|memory|session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|discovery|mrt|bmp|monitor).., org.eclipse.lsp4j..",
        "org.jbgp.daemon.reload.., org.jbgp.daemon.(net|advertise|metrics|nexthop|kernel|local|query|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.query.., org.jbgp.daemon.(net|session|metrics|nexthop|kernel|bgp|local|reload|router|heap|bfd|rpki|discovery)..",
        "org.jbgp.daemon.bfd, org.jbgp.daemon.(net|session|policy|advertise|metrics|shards|nexthop|kernel|bgp|local|reload|query|router|heap)..",
        "org.jbgp.daemon.mrt.., org.jbgp.daemon.(net|advertise|metrics|nexthop|kernel|bgp|local|reload|router|heap|bfd|rpki)..",
        "org.jbgp.daemon.(wire|memory|pacing|calendar|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|bfd|rpki).., org.jbgp.daemon.mrt..",
        "org.jbgp.daemon.calendar.., org.jbgp.daemon.(wire|memory|pacing|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki|mrt)..",
        "org.jbgp.daemon.discovery.., org.jbgp.daemon.(session|net|rib|policy|advertise|metrics|shards|nexthop|heap|kernel|bgp|local|reload|query|router|bfd|rpki)..",
        "org.jbgp.daemon.(bfd|rpki).., org.jbgp.daemon.discovery..",
        // The helper process runs these three, and nothing else.
        "org.jbgp.daemon.bfd.packet.., org.jbgp.daemon.(wire|memory|pacing|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.bfd.session.., org.jbgp.daemon.(wire|memory|pacing|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.bfd.helper.., org.jbgp.daemon.(wire|memory|pacing|session|net|policy|rib|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.bfd.packet.., org.jbgp.(config|kernel)..",
        "org.jbgp.daemon.bfd.helper.., org.jbgp.config..",
        "org.jbgp.daemon.bfd.helper.., io.netty..",
        "org.jbgp.daemon.bfd.helper.., org.apache.logging..",
        "org.jbgp.daemon.rpki.wire.., org.jbgp.daemon.(session|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.rpki.wire.., io.netty.channel..",
        "org.jbgp.daemon.rpki.transport.., org.jbgp.daemon.(session|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.rpki.., org.jbgp.daemon.(session|advertise|protocol|metrics|shards|nexthop|heap|kernel|bgp|local|reload|query|router)..",
        "org.jbgp.daemon.monitor.., org.jbgp.daemon.(memory|net|rib|policy|advertise|protocol|control|metrics|shards|instance|nexthop|heap|kernel|bgp|bmp|local|reload|query|router)..",
        "org.jbgp.daemon.bmp.., org.jbgp.daemon.(policy|advertise|protocol|metrics|nexthop|heap|kernel|bgp|bfd|rpki|local|query|router)..",
        "org.jbgp.daemon.bmp.., org.jbgp.daemon.net",
        "org.jbgp.daemon.bmp.message.., org.jbgp.daemon.(memory|net|rib|control|shards|instance|monitor|reload)..",
        "org.jbgp.daemon.bmp.message.., org.jbgp.config..",
        "org.jbgp.daemon.bmp.message.., io.netty.channel..",
        "org.jbgp.daemon.(wire|memory|session|net|policy|rib|advertise|protocol|shards|instance|nexthop|heap|kernel|bgp|bfd|rpki|local|reload|query|control|metrics).., org.jbgp.daemon.bmp..",
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

    @Test
    void noCycleBetweenPackages() {
        slices().matching("org.jbgp.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Whoever reads a name in a log, a stack or a review knows which class is meant. */
    @Test
    void noTwoClassesOfOneName() {
        Map<String, List<String>> named = CLASSES.stream()
                .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(named.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    /** More than eight components by position are groups without a name. */
    @Test
    void recordsHaveAtMostEightComponents() {
        // Read for each path of a prefix: a group would be one more memory access.
        Set<String> hot = Set.of("org.jbgp.daemon.policy.RouteSource", "org.jbgp.daemon.rib.channel.Channel");

        assertThat(CLASSES.stream()
                        .filter(each -> each.isRecord() && !hot.contains(each.getName()))
                        .filter(each -> components(each) > 8)
                        .map(JavaClass::getName))
                .isEmpty();
    }

    private static long components(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
    }
}
