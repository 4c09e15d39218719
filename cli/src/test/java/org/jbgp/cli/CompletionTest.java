package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers for a line; a daemon with one name of each kind stands behind it. */
@Timeout(300)
class CompletionTest {
    private static final String DRIVER = """
            source src/main/resources/org/jbgp/cli/completion.bash
            jbgpctl() {
                printf '%s\\n' $'up1     \\tprotocol' $'t4\\trouting table' $'r4\\tROA table' $'f1\\tfilter' $'fn\\tfunction'
            }
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _jbgpctl
            echo "${COMPREPLY[@]}"
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh | show",
                "show s | status static symbols",
                "show protocols '' | all up1",
                "sh pr '' | all up1",
                "-s /x show protocols all u | up1",
                "show route ex | explain export exported",
                "show route export '' | table up1",
                "show route preexport '' | up1",
                "show route table '' | all t4 r4",
                "show route table t4 fil | filter filtered",
                "show route filter '' | f1",
                "show route where '' | ''",
                "show roa table '' | t4 r4",
                "show symbols f | filter function f1 fn",
                "explain route 10.0.0.0/8 '' | up1 table",
                "explain route 10.0.0.0/8 up1 '' | table up1",
                "conf und | undo",
                "configure src/main/resources/org/jbgp/cli/comp | src/main/resources/org/jbgp/cli/completion.bash",
                "configure check src/main/resources/org/jbgp/cli/comp | src/main/resources/org/jbgp/cli/completion.bash",
                "disable '' | all up1",
                "reload '' | in out all up1",
                "reload in '' | all up1",
                "debug '' | all up1",
                "debug up1 '' | all off",
                "echo '' | all off",
                "dump r | resources routes",
                "graceful '' | restart",
                "timeformat iso '' | short long",
                "help e | enable explain eval echo",
            })
    void offers(String line, String expected) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", DRIVER, "bash", "jbgpctl"));
        for (String word : line.split(" ", -1)) {
            command.add(word.equals("''") ? "" : word);
        }
        Process bash = new ProcessBuilder(command)
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        assertThat(List.of(answer.strip().split("[ \n]+")))
                .containsExactlyInAnyOrder(expected.replace("''", "").strip().split(" ", -1));
    }
}
