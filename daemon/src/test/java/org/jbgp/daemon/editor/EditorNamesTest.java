package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.editor.ScriptedEditor.ROUTER;
import static org.jbgp.daemon.editor.ScriptedEditor.UNTITLED;
import static org.jbgp.daemon.editor.ScriptedEditor.at;
import static org.jbgp.daemon.editor.ScriptedEditor.document;
import static org.jbgp.daemon.editor.ScriptedEditor.errorMessage;
import static org.jbgp.daemon.editor.ScriptedEditor.objects;
import static org.jbgp.daemon.editor.ScriptedEditor.places;
import static org.jbgp.daemon.editor.ScriptedEditor.write;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a name stands, and how it gets another one. */
class EditorNamesTest {
    @TempDir
    private Path directory;

    @AutoClose
    private final ScriptedEditor editor = new ScriptedEditor();

    @Test
    void namesAcrossFiles() throws IOException {
        String root = write(directory, "bird.conf", """
                router id 10.0.0.1;
                include "common.conf";
                protocol device { }
                protocol bgp up from upstream {
                  neighbor 10.0.0.2 as 65001;
                  ipv4 { import filter incoming; export none; };
                }
                """);
        String common = write(directory, "common.conf", """
                define LIMIT = 24;
                function is_good(int LIMIT) { return net.len <= LIMIT; }
                filter incoming { int limit; limit = LIMIT; if is_good(limit) && proto != "up" then accept; reject; }
                template bgp upstream { local as 65000; }
                """);
        editor.initialize("");
        editor.open(root, Files.readString(directory.resolve("bird.conf")));
        editor.open(common, Files.readString(directory.resolve("common.conf")));

        assertThat(places(editor.result("textDocument/definition", at(root, 5, 25))))
                .containsExactly("common.conf 2:7-2:15");
        assertThat(places(editor.result("textDocument/definition", at(root, 3, 22))))
                .containsExactly("common.conf 3:13-3:21");
        // The argument hides the constant of the same name.
        assertThat(places(editor.result("textDocument/references", at(common, 0, 8))))
                .containsExactly("common.conf 0:7-0:12", "common.conf 2:37-2:42");
        assertThat(places(editor.result("textDocument/references", at(common, 1, 50))))
                .containsExactly("common.conf 1:21-1:26", "common.conf 1:48-1:53");

        JsonObject changes = editor.rename(common, 2, 10, "from_upstream")
                .getAsJsonObject("result")
                .getAsJsonObject("changes");
        assertThat(changes.keySet()).containsExactlyInAnyOrder(root, common);
        assertThat(objects(changes.get(root)).getFirst().get("newText").getAsString())
                .isEqualTo("from_upstream");
        // The string that a filter compares with the protocol is its name.
        assertThat(editor.rename(root, 3, 13, "up-1").getAsJsonObject("result").toString())
                .contains("\"'up-1'\"", "\"up-1\"");
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
    void nothingIsRenamedInFilesThatMayNotBeWritten() throws IOException {
        String text = ROUTER + "include \"common.conf\";\ndefine A = B;\n";
        String root = write(directory, "bird.conf", text);
        String common = write(directory, "common.conf", "define B = 1;\n");
        Files.setPosixFilePermissions(directory.resolve("common.conf"), PosixFilePermissions.fromString("r--r--r--"));
        editor.initialize("");
        editor.open(root, text);

        assertThat(errorMessage(editor.rename(root, 3, 11, "C")))
                .isEqualTo("not renamed: the name also stands in " + directory.resolve("common.conf")
                        + ", which you may not write");
        // What is open is the editor's own matter.
        editor.open(common, "define B = 1;\n");
        assertThat(editor.rename(root, 3, 11, "C").has("result")).isTrue();
    }

    @Test
    void nothingIsRenamedIntoSomethingElse() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                define A = 1;
                define B = 2;
                function f(int x) { return x + A; }
                """);

        assertThat(errorMessage(editor.rename(UNTITLED, 2, 7, "B"))).contains("not renamed");
        // The constant would be hidden by the argument.
        assertThat(errorMessage(editor.rename(UNTITLED, 2, 7, "x"))).contains("would then mean something else");
        assertThat(errorMessage(editor.rename(UNTITLED, 2, 7, "a b"))).contains("cannot be a name");
        assertThat(editor.rename(UNTITLED, 2, 7, "if").getAsJsonObject("result").toString())
                .contains("'if'");
        assertThat(errorMessage(editor.rename(UNTITLED, 0, 2, "x"))).contains("no name here");
    }
}
