package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.client.CommandText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@SuppressWarnings("try") // daemons are opened to be there and to be closed
class JbgpctlTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream output = new PrintStream(out, false, StandardCharsets.UTF_8);
        int code = Jbgpctl.run(output, new PrintStream(errors, true, StandardCharsets.UTF_8), arguments);
        output.flush();
        return code;
    }

    @Test
    void printsTextWithoutCodes() throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon =
                new FakeDaemon(path, Map.of("show protocols all", "2002-Name\n1002-up1\n1006-a\n b\n0000 \n"))) {
            assertThat(run("-s", path.toString(), "show", "protocols", "all")).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Name\nup1\na\nb\n");
    }

    /** Its reply has no end. */
    @ParameterizedTest
    @ValueSource(strings = {"watch", "w up1", "json watch 10.0.0.0/8"})
    void whatIsWatchedIsPrintedAtOnce(String command) throws IOException, InterruptedException {
        Path path = directory.resolve("s");
        PrintStream output = new PrintStream(new BufferedOutputStream(out, 8192), false, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of("-s", path.toString()));
        arguments.addAll(List.of(command.split(" ", -1)));
        Thread client = Thread.ofPlatform()
                .unstarted(() -> Jbgpctl.run(
                        output,
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        arguments.toArray(String[]::new)));
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of(command, "1097-{\"watch\":{}}\n"))) {
            client.start();
            while (out.size() == 0) {
                Thread.sleep(10);
            }
        }
        client.join();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"watch\":{}}\n");
    }

    /** At the prompt, too. */
    @ParameterizedTest
    @CsvSource({
        "watch, true",
        "w, true",
        "wat 10.0.0.0/8, true",
        "json watch, true",
        "watches, false",
        "json show route, false",
        "configure watch, false"
    })
    void whatHasNoEndIsKnown(String command, boolean live) {
        assertThat(CommandText.isLive(command)).isEqualTo(live);
    }

    @Test
    void printsRawLinesWhenVerbose() throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of("x", "1000-a\n b\n0000 \n"))) {
            assertThat(run("-v", "-s", path.toString(), "x")).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1000-a\n b\n0000 \n");
    }

    /** What neighbors and other users wrote does nothing to the terminal of who reads it. */
    @Test
    void controlCharactersAreWrittenOut() throws IOException {
        Path path = directory.resolve("s");
        String reply = "1097-{\"a\":\"\u001b[2J\u009b1m\u007f\r\u202e\tb\"}\n0000 \n";
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of("json x", reply))) {
            assertThat(run("-j", "-s", path.toString(), "x")).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"\\u001b[2J\\u009b1m\\u007f\\u000d\\u202e\tb\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 400 Bad Request', unexpected greeting: HTTP/1.1 400 Bad Request",
        "'\u001b[31mred', unexpected greeting: \\u001b[31mred"
    })
    void whatIsNoDaemonIsNamed(String greeting, String text) throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(path, greeting + "\n", Map.of())) {
            assertThat(run("-s", path.toString(), "x")).isEqualTo(1);
            assertThat(run("-s", path.toString(), "top")).isEqualTo(1);
            assertThat(run("complete", "--", "-s", path.toString(), "disable", ""))
                    .isZero();
        }
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(text));
    }

    @Test
    void aLineWithoutAnEndIsGivenUp() throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(path, "x".repeat(9 << 20), Map.of())) {
            assertThat(run("-s", path.toString(), "x")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("a line without an end");
    }

    @ParameterizedTest
    @CsvSource({"'1097-{}', nothing of the router itself", "'1097-[[', no JSON", "'1097-{\"router\":{}}', nothing of"})
    void topNamesWhatItDoesNotUnderstand(String reply, String text) throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of("json show load", reply + "\n0000 \n"))) {
            assertThat(run("-s", path.toString(), "top")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "8003 No protocols match, No protocols match",
        "9001 syntax error, syntax error",
        "8002 bird.cfg:1:10 syntax error, bird.cfg:1:10 syntax error"
    })
    void errorsMakeItFail(String reply, String text) throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of("configure", reply + "\n"))) {
            assertThat(run("-s", path.toString(), "configure")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo(text + "\n");
    }

    @Test
    void errorsComeAfterWhatWasSaidBeforeThem() throws IOException {
        Path path = directory.resolve("s");
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream buffered =
                new PrintStream(new BufferedOutputStream(terminal, 32 * 1024), false, StandardCharsets.UTF_8);
        try (FakeDaemon daemon =
                new FakeDaemon(path, Map.of("configure", "0002-Reading configuration from x\n8002 x:1:1 no\n"))) {
            Jbgpctl.run(
                    buffered,
                    new PrintStream(terminal, true, StandardCharsets.UTF_8),
                    "-s",
                    path.toString(),
                    "configure");
        }
        buffered.flush();
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("Reading configuration from x\nx:1:1 no\n");
    }

    /** What a distribution without native programs has under the names of BIRD's clients. */
    @Test
    void asBirdShowsTheGreetingAndFailsForNoReply() throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(
                path, Map.of("restrict", "0016 Access restricted\n", "show route", "8001 Network not found\n"))) {
            assertThat(run("--as-bird", "-r", "-s", path.toString(), "show", "route"))
                    .isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("BIRD test ready.\nAccess restricted\nNetwork not found\n");
    }

    @Test
    void errorInTheMiddleOfAReplyMakesItFail() throws IOException {
        Path path = directory.resolve("s");
        try (FakeDaemon daemon =
                new FakeDaemon(path, Map.of("reload all", "0015-a: reloading\n8006-b: reload failed\n0000 \n"))) {
            assertThat(run("-s", path.toString(), "reload", "all")).isEqualTo(1);
        }
    }

    @Test
    void restrictsFirst() throws IOException {
        Path path = directory.resolve("s");
        Map<String, String> replies = Map.of("restrict", "0016 Access restricted\n", "down", "8007 Access denied\n");
        try (FakeDaemon daemon = new FakeDaemon(path, replies)) {
            assertThat(run("-r", "-s", path.toString(), "down")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("Access denied\n");
    }

    @Test
    void missingDaemonIsOneClearMessage() {
        Path path = directory.resolve("nothing");
        assertThat(run("-s", path.toString(), "show", "status")).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("jbgpctl: no daemon answers on " + path)
                .contains("systemctl start jbgpd", "-s or JBGPD_SOCKET")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app | apply",
                "apply '' | --confirm --yes :files",
                "apply --y | --yes :files",
                "generate-completion '' | bash zsh fish",
                "-s '' | :files",
            })
    void shellsLearnItsOwnWords(String line, String expected) {
        List<String> words = new ArrayList<>(List.of("complete", "--"));
        words.addAll(List.of(line.replace("''", "").split(" ", -1)));
        assertThat(run(words.toArray(String[]::new))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(each -> each.split("\t", -1)[0]))
                .containsExactly(expected.split(" ", -1));
    }

    /** A socket that never stops answers neither forever nor until the memory is full. */
    @Test
    void aFloodOfNamesIsCut() throws IOException {
        Path path = directory.resolve("s");
        String symbols = "1010-up1\tprotocol\n" + " up\tprotocol\n".repeat(300_000) + "0000 \n";
        try (FakeDaemon daemon = new FakeDaemon(path, Map.of("show symbols", symbols))) {
            assertThat(run("complete", "--", "-s", path.toString(), "disable", "u"))
                    .isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count()).isBetween(1L, 100_000L);
    }

    @Test
    void helpVersionAndCompletion() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Usage: jbgpctl", "jbgpctl development", "complete -F _jbgpctl jbgpctl", "JBGPD_SOCKET");
        assertThat(run("generate-completion", "zsh")).isZero();
        assertThat(run("generate-completion", "fish")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("#compdef jbgpctl", "complete -c jbgpctl");
        assertThat(run("generate-completion", "tcsh")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("bash, zsh, fish, not for tcsh");
        assertThat(run("--nonsense")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show,protocols,mesh* | show protocols \"mesh*\"",
                "disable,up1,going home | disable up1 \"going home\"",
                "show,protocols,\"mesh*\" | show protocols \"mesh*\"",
                "configure,check,/etc/bird.cfg | configure check \"/etc/bird.cfg\"",
                "show,route,10.0.0.0/8 | show route 10.0.0.0/8",
                "show protocols all | show protocols all",
                "show,? | show ?",
                "show,route,where,net.len > 23 | show route where net.len > 23",
                "show,route,where,bgp_path,~,[= * 65002 * =] | show route where bgp_path ~ [= * 65002 * =]",
                "show,route,where,bgp_path,~,[=,*,65002,*,=] | show route where bgp_path ~ [= * 65002 * =]",
                "eval,1 + 1 | eval 1 + 1",
                "eval,\"a b\" | eval \"a b\"",
                "debug,a,{ states } | debug a { states }",
                "debug,mesh*,{ states } | debug \"mesh*\" { states }",
                "echo,{ info } | echo { info }",
                "show,route,filter,{ accept; },count | show route filter { accept; } count",
                "configure,bird.cfg | configure \"bird.cfg\"",
                "configure,check,conf.d/new.cfg | configure check \"conf.d/new.cfg\"",
                "configure,soft,timeout,20 | configure soft timeout 20",
                "configure,timeout,20 | configure timeout 20",
                "configure,newconf | configure \"newconf\"",
                "conf,ch,newconf | conf ch \"newconf\"",
                "c,new.cfg | c \"new.cfg\"",
                "configure,soft,new,timeout,20 | configure soft \"new\" timeout 20",
                "configure,new,timeout | configure \"new\" timeout",
                "configure,./check | configure \"./check\"",
                "configure,my file | configure \"my file\"",
                "configure,undo | configure undo",
                "configure,plan,2 | configure plan \"2\"",
                "configure,plan,new.cfg,routes,up1 | configure plan \"new.cfg\" routes up1",
                "configure,apply,1a2b3c4d,timeout,60 | configure apply 1a2b3c4d timeout 60",
                "configure,\"check\" | configure \"check\"",
                "dump,routes,out | dump routes \"out\"",
                "du,routes,a b | du routes \"a b\"",
                "dump,filter,all,out | dump filter all \"out\"",
                "dump,ao,keys,out | dump ao keys \"out\"",
                "dump,protocols | dump protocols",
                "timef,%T | timef \"%T\"",
                "timeformat,%T | timeformat \"%T\"",
                "timeformat,%F %T,60,%F | timeformat \"%F %T\" 60 \"%F\"",
                "timeformat,iso,short,ms | timeformat iso short ms",
                "sh,r,w,net.len > 23 | sh r w net.len > 23",
                "sh,ro,whe,bgp_path,~,[= 1 ? 2 =] | sh ro whe bgp_path ~ [= 1 ? 2 =]",
                "ev,1 + 1 | ev 1 + 1",
                "show,route,table,where,where,net ~ [ 10.0.0.0/8+ ] | show route table where where net ~ [ 10.0.0.0/8+ ]",
                "show,route,filtered,all | show route filtered all",
                "show,route,filter,f | show route filter f",
                "show,protocols,filter*,all | show protocols \"filter*\" all",
                "disable,up1,ticket#4711 | disable up1 \"ticket#4711\"",
                "show,route,where,net.len = 24 # long | show route where net.len = 24 # long",
                "disable,where,going home | disable where \"going home\"",
                "disable,eval,going home | disable eval \"going home\"",
                "show,symbols,filter | show symbols filter",
                "show,static,s* | show static \"s*\"",
                "reload,in,up? | reload in \"up?\""
            })
    void wordsBecomeACommand(String words, String command) {
        assertThat(CommandText.join(List.of(words.split(",", -1)))).isEqualTo(command);
    }
}
