package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.editor.ScriptedEditor.ROUTER;
import static org.jbgp.daemon.editor.ScriptedEditor.UNTITLED;
import static org.jbgp.daemon.editor.ScriptedEditor.at;
import static org.jbgp.daemon.editor.ScriptedEditor.json;
import static org.jbgp.daemon.editor.ScriptedEditor.objects;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as an editor meets it, bytes in, bytes out: its beginning and end, and what is no good request. */
class EditorServerTest {
    @AutoClose
    private final ScriptedEditor editor = new ScriptedEditor();

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
    void aBurstOfKeysIsTaken() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + "define A = 1;\n");
        for (int i = 0; i < 200; i++) {
            editor.change(UNTITLED, new int[] {2, 7, 2, 7}, "b");
        }

        assertThat(editor.hover(UNTITLED, 2, 9)).contains("**" + "b".repeat(200) + "A**");
        editor.awaitDiagnostics(UNTITLED);
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
        editor.hover(UNTITLED, 0, 3);
        editor.open("file:///%zz", "x");
        editor.open("http://example.net/a b", "router id 10.0.0.1;");
        editor.hover("file:///no/such/file", -1, -1);
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
        assertThat(editor.hover(UNTITLED, 0, 0)).isEmpty();

        StringBuilder large = new StringBuilder(ROUTER);
        for (int i = 0; i < 20_000; i++) {
            large.append("define C").append(i).append(" = ").append(i).append(";\n");
        }
        editor.open(UNTITLED, large.toString());
        // A keystroke each, and a question meanwhile; the last state counts.
        for (int i = 0; i < 20; i++) {
            editor.change(UNTITLED, new int[] {10_000, 8, 10_000, 8}, "x");
        }
        assertThat(editor.hover(UNTITLED, 10_000, 8)).contains("C" + "x".repeat(20) + "9998");
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
}
