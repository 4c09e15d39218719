package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.editor.ScriptedEditor.at;
import static org.jbgp.daemon.editor.ScriptedEditor.document;
import static org.jbgp.daemon.editor.ScriptedEditor.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as an editor meets it: bytes in, bytes out. */
class EditorServerTest {
    private static final String UNTITLED = "untitled:one";

    private static final String ROUTER = """
            router id 10.0.0.1;
            protocol device { }
            """;

    @TempDir
    private Path directory;

    private ScriptedEditor editor;

    @BeforeEach
    void start() throws IOException {
        editor = new ScriptedEditor();
    }

    @AfterEach
    void stop() throws IOException {
        editor.close();
    }

    private String write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toUri().toString();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private static List<JsonObject> objects(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** {@code file line:column-line:column} of locations. */
    private static List<String> places(JsonElement locations) {
        return objects(locations).stream()
                .map(each -> each.get("uri").getAsString().replaceFirst(".*/", "") + " "
                        + ScriptedEditor.place(each.getAsJsonObject("range")))
                .toList();
    }

    private List<String> labels(String uri, int line, int column) {
        return objects(editor.result("textDocument/completion", at(uri, line, column))
                        .getAsJsonObject()
                        .get("items"))
                .stream()
                .map(each -> each.get("label").getAsString())
                .toList();
    }

    private String hover(String uri, int line, int column) {
        JsonElement result = editor.result("textDocument/hover", at(uri, line, column));
        return result.isJsonNull()
                ? ""
                : result.getAsJsonObject()
                        .getAsJsonObject("contents")
                        .get("value")
                        .getAsString();
    }

    private JsonObject rename(String uri, int line, int column, String name) {
        JsonObject parameters = at(uri, line, column);
        parameters.addProperty("newName", name);
        return editor.ask("textDocument/rename", parameters);
    }

    @Test
    void saysWhatItCanDoAndEndsInOrder() throws Exception {
        JsonObject result = editor.initialize("");

        assertThat(result.getAsJsonObject("capabilities")
                        .get("positionEncoding")
                        .getAsString())
                .isEqualTo("utf-16");
        assertThat(result.getAsJsonObject("serverInfo").get("name").getAsString())
                .isEqualTo("jbgpd");
        assertThat(editor.end()).isZero();
    }

    @Test
    void endsWithTheEditor() throws Exception {
        editor.initialize("");

        assertThat(editor.hangUp()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Cont",
                "Content-Length: 100\r\n",
                "Content-Length: 100\r\n\r\n{\"a\"",
                "Content-Length: 99999999999\r\n\r\nabc",
                "Content-Length: -1\r\n\r\n"
            })
    void endsAlsoInTheMiddleOfAMessage(String begun) throws Exception {
        editor.sendRaw(begun);

        assertThat(editor.hangUp()).isEqualTo(1);
    }

    @Test
    void endsWithTheProcessOfTheEditorThoughItsPipeStaysOpen() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            editor.result("initialize", json("{\"capabilities\": {}, \"processId\": " + process.pid() + "}"));
        } finally {
            process.destroyForcibly();
        }

        assertThat(editor.awaitEnd()).isEqualTo(1);
    }

    @Test
    void mistakesComeAndGoWithTheText() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + "protocol static s { ipv4 { export filter nothing; }; }\n");
        editor.awaitDiagnostics(UNTITLED, "2:41-2:48 there is no filter 'nothing'");

        editor.change(UNTITLED, new int[] {2, 34, 2, 48}, "all");
        editor.awaitDiagnostics(UNTITLED);

        editor.notify("textDocument/didClose", document(UNTITLED));
        editor.open(UNTITLED, "router id 10.0.0.1\n");
        editor.awaitDiagnostics(UNTITLED, "1:0-1:0 unexpected end of file (is a ';' missing at the end of line 1?)");
    }

    @Test
    void columnsAreUtf16AndLinesEndWithCrLf() {
        editor.initialize("");
        // Both characters outside of the basic plane take two units each.
        editor.open(UNTITLED, ROUTER.replace("\n", "\r\n") + "/* \uD83D\uDE00\uD83D\uDE00 é */ hopp 3;\r\n");
        editor.awaitDiagnostics(UNTITLED, "2:13-2:17 unknown option 'hopp' in the configuration");

        editor.change(UNTITLED, new int[] {2, 13, 2, 20}, "define HOP = 3;");
        editor.awaitDiagnostics(UNTITLED);
        assertThat(hover(UNTITLED, 2, 21)).contains("constant **HOP**", "define HOP = 3;");
    }

    @Test
    void includedFilesAreCheckedWithWhatIncludesThem() throws IOException {
        String root = write(
                "bird.conf", ROUTER + "include \"parts/*.conf\";\nfilter f { if is_good() then accept; reject; }\n");
        String part = write("parts/one.conf", "function is_good() { return net.len < 25; }\n");
        editor.initialize("");
        // The part alone is opened: what it is part of is found beside it.
        editor.open(part, "function is_god() { return net.len < LIMIT; }\n");
        editor.awaitDiagnostics(part, "0:37-0:42 unknown name LIMIT");
        editor.awaitDiagnostics(root, "3:14-3:21 unknown function is_good, did you mean is_god?");

        editor.open(part, "function is_good() { return net.len < 24; }\n");
        editor.awaitDiagnostics(root);
        editor.awaitDiagnostics(part);

        // A text that was never saved stands for a file, too.
        editor.open(directory.resolve("parts/two.conf").toUri().toString(), "define X = ;\n");
        editor.awaitDiagnostics(directory.resolve("parts/two.conf").toUri().toString(), "0:11-0:12 unexpected ';'");
    }

    @Test
    void namesAcrossFiles() throws IOException {
        String root = write("bird.conf", """
                router id 10.0.0.1;
                include "common.conf";
                protocol device { }
                protocol bgp up from upstream {
                  neighbor 10.0.0.2 as 65001;
                  ipv4 { import filter incoming; export none; };
                }
                """);
        String common = write("common.conf", """
                define LIMIT = 24;
                function is_good(int LIMIT) { return net.len <= LIMIT; }
                filter incoming { int limit; limit = LIMIT; if is_good(limit) && proto != "up" then accept; reject; }
                template bgp upstream { local as 65000; }
                """);
        editor.initialize("");
        editor.open(root, Files.readString(Path.of(path("bird.conf"))));
        editor.open(common, Files.readString(Path.of(path("common.conf"))));

        assertThat(places(editor.result("textDocument/definition", at(root, 5, 25))))
                .containsExactly("common.conf 2:7-2:15");
        assertThat(places(editor.result("textDocument/definition", at(root, 3, 22))))
                .containsExactly("common.conf 3:13-3:21");
        // The argument hides the constant of the same name.
        assertThat(places(editor.result("textDocument/references", at(common, 0, 8))))
                .containsExactly("common.conf 0:7-0:12", "common.conf 2:37-2:42");
        assertThat(places(editor.result("textDocument/references", at(common, 1, 50))))
                .containsExactly("common.conf 1:21-1:26", "common.conf 1:48-1:53");

        JsonObject changes =
                rename(common, 2, 10, "from_upstream").getAsJsonObject("result").getAsJsonObject("changes");
        assertThat(changes.keySet()).containsExactlyInAnyOrder(root, common);
        assertThat(objects(changes.get(root)).getFirst().get("newText").getAsString())
                .isEqualTo("from_upstream");
        // The string that a filter compares with the protocol is its name.
        assertThat(rename(root, 3, 13, "up-1").getAsJsonObject("result").toString())
                .contains("\"'up-1'\"", "\"up-1\"");
    }

    @Test
    void nothingIsRenamedInFilesThatMayNotBeWritten() throws IOException {
        String text = ROUTER + "include \"common.conf\";\ndefine A = B;\n";
        String root = write("bird.conf", text);
        String common = write("common.conf", "define B = 1;\n");
        Files.setPosixFilePermissions(Path.of(path("common.conf")), PosixFilePermissions.fromString("r--r--r--"));
        editor.initialize("");
        editor.open(root, text);

        assertThat(rename(root, 3, 11, "C")
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .isEqualTo("not renamed: the name also stands in " + path("common.conf") + ", which you may not write");
        // What is open is the editor's own matter.
        editor.open(common, "define B = 1;\n");
        assertThat(rename(root, 3, 11, "C").has("result")).isTrue();
    }

    @Test
    void sameWordsThatAreNotTheNameStay() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                define x = 1;
                function f(int x) { return x; }
                filter g { int x = 3; { int x = 4; if x > 1 then accept; } print "x x", x; # x
                 accept; }
                filter h { for int x in bgp_path do bgp_med = x; bgp_med = x; accept; }
                protocol static s1 { ipv4 { export where proto = "s1" && bgp_med = x; }; description "s1 x"; }
                """);

        assertThat(places(editor.result("textDocument/references", at(UNTITLED, 2, 7))))
                .containsExactly("untitled:one 2:7-2:8", "untitled:one 6:59-6:60", "untitled:one 7:67-7:68");
        assertThat(places(editor.result("textDocument/references", at(UNTITLED, 3, 15))))
                .containsExactly("untitled:one 3:15-3:16", "untitled:one 3:27-3:28");
        assertThat(places(editor.result("textDocument/references", at(UNTITLED, 4, 15))))
                .containsExactly("untitled:one 4:15-4:16", "untitled:one 4:72-4:73");
        assertThat(places(editor.result("textDocument/references", at(UNTITLED, 6, 19))))
                .containsExactly("untitled:one 6:19-6:20", "untitled:one 6:46-6:47");
        assertThat(places(editor.result("textDocument/references", at(UNTITLED, 7, 16))))
                .containsExactly("untitled:one 7:16-7:18", "untitled:one 7:50-7:52");
    }

    @Test
    void filesThatCannotBeReadDoNotHoldItUp() throws Exception {
        Path pipe = directory.resolve("pipe.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        write("deep/a.conf", "include \"b.inc\";\n");
        String circle = write("deep/b.inc", "define B = 1;\ninclude \"a.conf\";\n");
        String root = write("bird.conf", "");
        editor.initialize("");
        editor.open(root, ROUTER + """
                include "pipe.conf";
                include "/dev/zero";
                include "deep";
                include "none*.conf";
                include "deep/a.*";
                define C = B;
                """);

        editor.awaitDiagnostics(
                root,
                "2:8-2:19 cannot read included file '" + pipe + "': it is not a regular file",
                "3:8-3:19 cannot read included file '/dev/zero': it is not a regular file",
                "4:8-4:14 cannot read included file '" + path("deep") + "': it is a directory");
        editor.awaitDiagnostics(circle, "1:8-1:16 '" + path("deep/a.conf") + "' includes itself");
        assertThat(places(editor.result("textDocument/definition", at(root, 7, 11))))
                .containsExactly("b.inc 0:7-0:8");
    }

    @Test
    void aBurstOfKeysIsTaken() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + "define A = 1;\n");
        for (int i = 0; i < 200; i++) {
            editor.change(UNTITLED, new int[] {2, 7, 2, 7}, "b");
        }

        assertThat(hover(UNTITLED, 2, 9)).contains("**" + "b".repeat(200) + "A**");
        editor.awaitDiagnostics(UNTITLED);
    }

    @Test
    void nothingIsRenamedIntoSomethingElse() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                define A = 1;
                define B = 2;
                function f(int x) { return x + A; }
                """);

        assertThat(rename(UNTITLED, 2, 7, "B")
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .contains("not renamed");
        // The constant would be hidden by the argument.
        assertThat(rename(UNTITLED, 2, 7, "x")
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .contains("would then mean something else");
        assertThat(rename(UNTITLED, 2, 7, "a b")
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .contains("cannot be a name");
        assertThat(rename(UNTITLED, 2, 7, "if").getAsJsonObject("result").toString())
                .contains("'if'");
        assertThat(rename(UNTITLED, 0, 2, "x")
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .contains("no name here");
    }

    @Test
    void meaningOfOptions() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                protocol bgp b {
                  local as 1; neighbor 10.0.0.2 as 2; hold time 90;
                  ipv4 { import limit 10 action block; import where bgp_path.len < 3; };
                }
                """);

        assertThat(hover(UNTITLED, 3, 42)).contains("**hold time**", "(in protocol bgp)", "Default");
        assertThat(hover(UNTITLED, 4, 18)).contains("**import limit**", "(in channel ipv4)");
        assertThat(hover(UNTITLED, 4, 54)).contains("**bgp_path**", "bgppath");
        assertThat(hover(UNTITLED, 4, 63)).contains("**len**", "bgppath.len gives int");
        assertThat(hover(UNTITLED, 0, 3)).contains("**router id**");
    }

    @Test
    void whatMayStandAtAPlace() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                define LIMIT = 10;
                filter incoming { int level; le
                  level = bgp_path. ; accept; }
                template bgp base { local as 1; }
                protocol bgp b from base {
                  hold ti
                  ipv4 { import filter inc; ta };
                }
                protocol\s
                """);

        assertThat(labels(UNTITLED, 3, 31)).contains("level", "LIMIT", "bgp_local_pref", "accept");
        assertThat(labels(UNTITLED, 4, 19)).contains("len", "prepend").doesNotContain("level");
        assertThat(labels(UNTITLED, 6, 22)).contains("base").doesNotContain("LIMIT");
        assertThat(labels(UNTITLED, 7, 9)).contains("time");
        assertThat(labels(UNTITLED, 7, 2))
                .contains("hold time", "ipv4", "neighbor")
                .doesNotContain("scan time");
        assertThat(labels(UNTITLED, 8, 26)).containsExactly("incoming");
        assertThat(labels(UNTITLED, 8, 30)).contains("table", "import limit", "next hop self");
        assertThat(labels(UNTITLED, 10, 9)).contains("bgp", "rpki", "aggregator");
    }

    @Test
    void completionKnowsTheDialect() {
        editor.initialize("{\"dialect\": \"1.6\"}");
        editor.open(UNTITLED, "router id 10.0.0.1;\nprotocol bgp b {\n  \n}\nprotocol \n");

        assertThat(labels(UNTITLED, 2, 2)).contains("import", "table").doesNotContain("ipv4");
        assertThat(labels(UNTITLED, 4, 9)).contains("kernel").doesNotContain("rpki");
    }

    @Test
    void layout() {
        editor.initialize("");
        String text = "router id 10.0.0.1 ;\r\nprotocol device\t{   # all\r\nscan time 10;}\r\n";
        editor.open(UNTITLED, text);
        JsonObject parameters = document(UNTITLED);
        parameters.add("options", json("{\"tabSize\": 2, \"insertSpaces\": true}"));

        List<String> edits = new ArrayList<>();
        objects(editor.result("textDocument/formatting", parameters))
                .forEach(each -> edits.add(ScriptedEditor.place(each.getAsJsonObject("range")) + "="
                        + each.get("newText").getAsString().replace("\r\n", "|")));
        assertThat(edits).containsExactly("0:18-0:19=", "1:15-1:16= ", "1:17-2:0=   # all|  ", "2:13-2:13= ");

        editor.open(UNTITLED, "filter f {");
        assertThat(editor.ask("textDocument/formatting", parameters)
                        .getAsJsonObject("error")
                        .get("message")
                        .getAsString())
                .contains("not formatted");
    }

    @Test
    void outline() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + "ipv4 table t1;\ndefine A = 1;\nprotocol bgp 'b-1' {\n}\n");

        assertThat(objects(editor.result("textDocument/documentSymbol", document(UNTITLED))).stream()
                        .map(each -> each.get("name").getAsString() + " "
                                + each.get("detail").getAsString() + " "
                                + ScriptedEditor.place(each.getAsJsonObject("range"))))
                .containsExactly("t1 table 2:0-2:14", "A constant 3:0-3:13", "b-1 protocol 4:0-5:1");
    }

    @Test
    void secretsAreNeverSaid() throws Exception {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                define my_password = "hush-hush";
                define other = "whisper-it";
                protocol bgp b {
                  local as 1; neighbor 10.0.0.2 as 2; password my_password;
                  password "quiet-please" quiet-please-too;
                }
                """);
        editor.await("diagnostics", message -> message.toString().contains("publishDiagnostics"));
        for (int line = 2; line < 8; line++) {
            for (int column = 0; column < 50; column += 3) {
                hover(UNTITLED, line, column);
            }
        }
        labels(UNTITLED, 5, 48);
        assertThat(hover(UNTITLED, 3, 8)).contains("define other = \"…\"");
        assertThat(editor.everything()).doesNotContain("hush-hush", "whisper-it", "quiet-please");
    }

    @Test
    void secretsOfIncludedFilesNeither() throws Exception {
        String text = ROUTER + "include \"key.inc\";\nprotocol bgp b from t { password KEY; local as 1; }\n";
        String root = write("bird.conf", text);
        String key = """
                define KEY = "hush-hush";
                define other = "whisper-it" + 1;
                template bgp t { passwrod "quiet-please"; password quiet-please-too; }
                protocol rpki r { transport ssh { bird private key "/quiet/path"; }; password "quiet
                """;
        String included = write("key.inc", key);
        editor.initialize("");
        editor.open(root, text);
        editor.await("diagnostics", message -> message.toString().contains("publishDiagnostics"));
        assertThat(hover(root, 3, 34)).contains("constant **KEY**", "\"…\"");
        // Only what the server says counts: the texts that it was sent are not among it.
        editor.open(included, key);
        for (String uri : List.of(root, included)) {
            for (int line = 0; line < 5; line++) {
                for (int column = 0; column < 80; column += 4) {
                    hover(uri, line, column);
                    labels(uri, line, column);
                }
                rename(uri, line, 9, "other_name");
            }
        }
        assertThat(editor.everything()).doesNotContain("hush-hush", "whisper-it", "quiet");
    }

    @Test
    void nonsenseDoesNotEndIt() throws Exception {
        editor.sendRaw("\r\n\r\nhello\r\nContent-Length: many\r\n\r\nContent-Length: -5\r\n\r\n");
        editor.sendRaw("Content-Length: 7\r\n\r\n{\"jsonr");
        editor.send("[]");
        editor.send(
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"textDocument/hover\", \"params\": {\"textDocument\": 5}}");
        editor.send("{\"jsonrpc\": \"2.0\", \"method\": \"textDocument/didChange\", \"params\": {}}");
        editor.send("{\"jsonrpc\": \"2.0\", \"method\": \"no/such\", \"params\": [1]}");
        editor.send("[".repeat(100_000));
        editor.sendRaw("X-" + "y".repeat(200_000) + "\r\n");
        editor.initialize("{\"root\": [1], \"dialect\": {}}");
        editor.open(UNTITLED, "filter f { ".repeat(2000));
        editor.change(UNTITLED, new int[] {99, 99, 3, 3}, "é\u0000\uD83D");
        hover(UNTITLED, 0, 3);
        editor.open("file:///%zz", "x");
        editor.open("http://example.net/a b", "router id 10.0.0.1;");
        hover("file:///no/such/file", -1, -1);
        editor.open(UNTITLED, ROUTER);
        editor.awaitDiagnostics(UNTITLED);

        assertThat(editor.log()).isEmpty();
        assertThat(editor.end()).isZero();
    }

    @Test
    void questionsOutOfTurnAreRefused() throws Exception {
        editor.open(UNTITLED, "too early");
        assertThat(errorCode(editor.ask("textDocument/hover", at(UNTITLED, 0, 3))))
                .isEqualTo(-32002);
        editor.initialize("");
        assertThat(errorCode(editor.ask("initialize", json("{\"capabilities\": {}}"))))
                .isEqualTo(-32600);
        editor.open("untitled:other", ROUTER);
        editor.awaitDiagnostics("untitled:other");
        assertThat(editor.everything()).doesNotContain("unexpected");

        editor.result("shutdown", null);
        assertThat(errorCode(editor.ask("textDocument/hover", at("untitled:other", 0, 3))))
                .isEqualTo(-32600);
        assertThat(editor.end()).isZero();
    }

    private static int errorCode(JsonObject answer) {
        return answer.getAsJsonObject("error").get("code").getAsInt();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            textDocument/hover         |                                                                    | -32602
            textDocument/hover         | {}                                                                 | -32602
            textDocument/definition    | {"textDocument": {"uri": "untitled:one"}}                          | -32602
            textDocument/completion    | {"textDocument": null, "position": {"line": 0, "character": 0}}    | -32602
            textDocument/rename        | {"textDocument": {"uri": "untitled:one"}, "position": {"line": 0, "character": 0}} | -32602
            textDocument/documentSymbol | {"textDocument": {}}                                              | -32602
            workspace/executeCommand   | {"command": "rm"}                                                  | -32601
            no/such                    | {}                                                                 | -32601
            """)
    void questionsThatLackSomething(String method, String parameters, int code) {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER);

        assertThat(errorCode(editor.ask(method, parameters == null ? null : json(parameters))))
                .isEqualTo(code);
        assertThat(editor.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "untitled:a",
                "untitled://x/b",
                "vscode-remote://ssh+host/etc/bird.conf",
                "file:///c%3A/x/bird.conf",
                "file:///C:\\x\\bird.conf",
                "file:///tmp/no such/ü.conf",
                "file:///tmp/no%20such/%C3%BC.conf",
                "git:/x/y.conf?{\"a\":1}",
                "file:///%00",
                ""
            })
    void anyUri(String uri) {
        editor.initialize("");
        editor.open(uri, ROUTER + "hopp 3;\ndefine A = 1;\ndefine B = A;\n");

        editor.awaitDiagnostics(uri, "2:0-2:4 unknown option 'hopp' in the configuration");
        JsonObject place = objects(editor.result("textDocument/definition", at(uri, 4, 11)))
                .getFirst();
        assertThat(place.get("uri").getAsString()).isEqualTo(uri);
        assertThat(ScriptedEditor.place(place.getAsJsonObject("range"))).isEqualTo("3:7-3:8");
        assertThat(editor.log()).isEmpty();
    }

    @Test
    void hugeTextsAreRefusedAndLargeOnesAnswered() throws Exception {
        editor.initialize("");
        editor.open(UNTITLED, "# " + "x".repeat(OpenDocuments.LONGEST));
        editor.awaitDiagnostics(
                UNTITLED,
                "0:0-0:0 cannot read the file: the text is longer than 16 million characters, too long to be checked while"
                        + " it is open");
        assertThat(hover(UNTITLED, 0, 0)).isEmpty();

        StringBuilder large = new StringBuilder(ROUTER);
        for (int i = 0; i < 20_000; i++) {
            large.append("define C").append(i).append(" = ").append(i).append(";\n");
        }
        editor.open(UNTITLED, large.toString());
        // A keystroke each, and a question meanwhile; the last state counts.
        for (int i = 0; i < 20; i++) {
            editor.change(UNTITLED, new int[] {10_000, 8, 10_000, 8}, "x");
        }
        assertThat(hover(UNTITLED, 10_000, 8)).contains("C" + "x".repeat(20) + "9998");
        editor.awaitDiagnostics(UNTITLED);
        assertThat(editor.end()).isZero();
    }

    @Test
    void aCancelledQuestionIsAnsweredAsSuch() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER);
        int id = editor.begin("textDocument/hover", at(UNTITLED, 0, 3));
        editor.notify("$/cancelRequest", json("{\"id\": \"" + id + "\"}"));

        JsonObject answer = editor.await(
                "answer",
                message -> message.has("id") && message.get("id").getAsString().equals(Integer.toString(id)));
        assertThat(answer.has("result")
                        || answer.getAsJsonObject("error").get("code").getAsInt() == -32800)
                .isTrue();
    }

    @Test
    void filesThatGoAndComeBack() throws IOException {
        String root = write("bird.conf", ROUTER + "include \"x.conf\";\n");
        editor.initialize("");
        editor.open(root, ROUTER + "include \"x.conf\";\n");
        editor.awaitDiagnostics(
                root, "2:8-2:16 cannot read included file '" + path("x.conf") + "': No such file or directory");

        write("x.conf", "define X = 1;\n");
        editor.notify("workspace/didChangeWatchedFiles", json("{\"changes\": []}"));
        editor.awaitDiagnostics(root);
    }
}
