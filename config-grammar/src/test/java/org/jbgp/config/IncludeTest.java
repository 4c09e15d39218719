package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code include}: where it may stand, what it may name, and where a problem in an included file is shown. */
class IncludeTest {

    private static LoadResult load(Map<String, String> files) {
        return ConfigurationLoader.load("etc/bird.conf", new MemoryFiles(files), Optional.empty());
    }

    private static Configuration good(Map<String, String> files) {
        LoadResult result = load(files);
        assertThat(result.errors()).isEmpty();
        return result.configuration().orElseThrow();
    }

    private static List<String> names(Configuration configuration) {
        return configuration.protocols().stream().map(ProtocolConfig::name).toList();
    }

    @Test
    void pathIsRelativeToTheIncludingFile() {
        Configuration configuration = good(Map.of(
                "etc/bird.conf", "include \"peers/all.conf\";\nprotocol device last {}",
                "etc/peers/all.conf", "include \"one.conf\";\n",
                "etc/peers/one.conf", "protocol direct first { ipv4; }\n"));

        assertThat(names(configuration)).containsExactly("first", "last");
        assertThat(configuration.files()).containsExactly("etc/bird.conf", "etc/peers/all.conf", "etc/peers/one.conf");
        assertThat(configuration.positions().get("first")).hasToString("etc/peers/one.conf:1:17");
        assertThat(configuration.positions().get("last")).hasToString("etc/bird.conf:2:17");
    }

    @Test
    void patternIncludesTheFilesItFitsByName() {
        Configuration configuration = good(Map.of(
                "etc/bird.conf", "include \"d/*.conf\";\ninclude \"none/*.conf\";\nprotocol device {}",
                "etc/d/b.conf", "protocol static b { ipv4; }",
                "etc/d/a.conf", "protocol static a { ipv4; }",
                "etc/d/c.txt", "nonsense",
                "etc/d/.hidden.conf", "nonsense"));

        assertThat(names(configuration)).containsExactly("a", "b", "device1");
    }

    @Test
    void mayStandInsideAProtocolAndInsideASet() {
        Configuration configuration = good(Map.of(
                "etc/bird.conf",
                """
                define NETS = [
                  include "set.conf";
                ];
                protocol static s {
                  ipv4;
                  include "routes.conf";
                  route 10.9.0.0/16 blackhole;
                }
                """,
                "etc/set.conf",
                "10.0.0.0/8, 172.16.0.0/12",
                "etc/routes.conf",
                "route 10.1.0.0/16 blackhole;\nroute 10.2.0.0/16 blackhole;\n"));

        StaticConfig routes = (StaticConfig) configuration.protocol("s").orElseThrow();
        assertThat(routes.routes())
                .extracting(route -> route.prefix().toString())
                .containsExactly("10.1.0.0/16", "10.2.0.0/16", "10.9.0.0/16");
    }

    @Test
    void problemsNameTheFileTheyAreIn() {
        LoadResult result = load(Map.of(
                "etc/bird.conf", "include \"a.conf\";\nprotocol device { scan tim 3; }",
                "etc/a.conf", "\n  router id 1.2.3;\ninclude \"b.conf\";\nhostnam \"x\";",
                "etc/b.conf", "protocol static { ipv4; route 10.0.0.1/8 blackhole; }"));

        assertThat(result.errors())
                .extracting(Problem::toString)
                .containsExactly(
                        "etc/a.conf:2:13 '1.2.3' is not a valid address",
                        "etc/b.conf:1:31 '10.0.0.1/8' has host bits set, did you mean '10.0.0.0/8'?",
                        "etc/a.conf:4:1 unknown option 'hostnam' in the configuration, did you mean 'hostname'?",
                        "etc/bird.conf:2:19 unknown option 'scan tim' in protocol device, did you mean 'scan time'?");
    }

    @Test
    void aFileThatIncludesItselfIsStopped() {
        LoadResult result = load(Map.of("etc/bird.conf", "include \"bird.conf\";\nprotocol device {}"));

        assertThat(result.errors().getFirst()).hasToString("etc/bird.conf:1:9 'etc/bird.conf' includes itself");
    }

    @Test
    void depthIsCountedByNestingNotByNumber() {
        Map<String, String> files = new HashMap<>();
        StringBuilder root = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            root.append("include \"").append(i).append(".conf\";\n");
            files.put("etc/" + i + ".conf", "protocol static s" + i + " { ipv4; }");
        }
        files.put("etc/bird.conf", root.toString());

        assertThat(good(files).protocols()).hasSize(20);
    }

    @Test
    void filesOnDisk(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("conf.d"));
        Files.writeString(directory.resolve("bird.conf"), "include \"conf.d/[0-9]*.conf\";\nprotocol device {}\n");
        Files.writeString(directory.resolve("conf.d/2-b.conf"), "protocol static b { ipv4; }\n");
        Files.writeString(directory.resolve("conf.d/1-a.conf"), "protocol static a { ipv4; }\n");
        Files.writeString(directory.resolve("conf.d/x.conf"), "nonsense\n");

        LoadResult result = ConfigurationLoader.load(directory.resolve("bird.conf"));

        assertThat(result.errors()).isEmpty();
        assertThat(names(result.configuration().orElseThrow())).containsExactly("a", "b", "device1");
    }

    @Test
    void aMissingRootFileIsAProblem(@TempDir Path directory) {
        Path file = directory.resolve("none.conf");

        assertThat(ConfigurationLoader.load(file).errors())
                .extracting(Problem::toString)
                .containsExactly(file + ":1:1 cannot read the file: No such file or directory");
    }

    @Test
    void namesOfIproute2AreConstants() {
        LoadResult result = ConfigurationLoader.load(
                "a",
                new MemoryFiles(Map.of(
                        "a",
                        "protocol kernel k { kernel table ipt_my_own; ipv4; metric (ipp_static + ips_link); }",
                        "/etc/iproute2/rt_tables",
                        "# reserved\n255\tlocal\n  100 my-own # mine\nnonsense\n",
                        "/etc/iproute2/rt_protos",
                        "0x4\tstatic\n300 tooLarge\n",
                        "/etc/iproute2/rt_scopes",
                        "253 link\n")),
                Optional.of(Dialect.BIRD_2));

        assertThat(result.errors()).isEmpty();
        KernelConfig kernel = (KernelConfig)
                result.configuration().orElseThrow().protocol("k").orElseThrow();
        assertThat(kernel.table().number()).isEqualTo(100);
        assertThat(kernel.table().metric()).isEqualTo(257);
    }
}
