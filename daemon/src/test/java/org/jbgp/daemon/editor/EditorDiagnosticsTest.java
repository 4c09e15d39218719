package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.editor.ScriptedEditor.ROUTER;
import static org.jbgp.daemon.editor.ScriptedEditor.UNTITLED;
import static org.jbgp.daemon.editor.ScriptedEditor.at;
import static org.jbgp.daemon.editor.ScriptedEditor.document;
import static org.jbgp.daemon.editor.ScriptedEditor.json;
import static org.jbgp.daemon.editor.ScriptedEditor.places;
import static org.jbgp.daemon.editor.ScriptedEditor.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor underlines. */
class EditorDiagnosticsTest {
    @TempDir
    private Path directory;

    @AutoClose
    private final ScriptedEditor editor = new ScriptedEditor();

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
        assertThat(editor.hover(UNTITLED, 2, 21)).contains("constant **HOP**", "define HOP = 3;");
    }

    @Test
    void includedFilesAreCheckedWithWhatIncludesThem() throws IOException {
        String root = write(
                directory,
                "bird.conf",
                ROUTER + "include \"parts/*.conf\";\nfilter f { if is_good() then accept; reject; }\n");
        String part = write(directory, "parts/one.conf", "function is_good() { return net.len < 25; }\n");
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

    /** As where {@code /etc/bird} is a link to a folder that a version control holds. */
    @Test
    void aFileByASymbolicLinkIsTheIncludedOne() throws IOException {
        String root = write(directory, "bird.conf", ROUTER + "include \"real/part.conf\";\ndefine A = B;\n");
        write(directory, "real/part.conf", "define B = 1;\n");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        String link = directory.resolve("link/part.conf").toUri().toString();
        editor.initialize("");
        editor.open(root, Files.readString(directory.resolve("bird.conf")));
        editor.open(link, "define B = ;\n");

        editor.awaitDiagnostics(link, "0:11-0:12 unexpected ';'");
        editor.change(link, new int[] {0, 11, 0, 11}, "1");
        editor.awaitDiagnostics(link);
        editor.awaitDiagnostics(root);
        assertThat(places(editor.result("textDocument/definition", at(root, 3, 11))))
                .containsExactly("part.conf 0:7-0:8");
    }

    @Test
    void filesThatCannotBeReadDoNotHoldItUp() throws Exception {
        Path pipe = directory.resolve("pipe.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        write(directory, "deep/a.conf", "include \"b.inc\";\n");
        String circle = write(directory, "deep/b.inc", "define B = 1;\ninclude \"a.conf\";\n");
        String root = write(directory, "bird.conf", "");
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
                "4:8-4:14 cannot read included file '" + directory.resolve("deep") + "': it is a directory");
        editor.awaitDiagnostics(circle, "1:8-1:16 '" + directory.resolve("deep/a.conf") + "' includes itself");
        assertThat(places(editor.result("textDocument/definition", at(root, 7, 11))))
                .containsExactly("b.inc 0:7-0:8");
    }

    @Test
    void filesThatGoAndComeBack() throws IOException {
        String root = write(directory, "bird.conf", ROUTER + "include \"x.conf\";\n");
        editor.initialize("");
        editor.open(root, ROUTER + "include \"x.conf\";\n");
        editor.awaitDiagnostics(
                root,
                "2:8-2:16 cannot read included file '" + directory.resolve("x.conf") + "': No such file or directory");

        write(directory, "x.conf", "define X = 1;\n");
        editor.notify("workspace/didChangeWatchedFiles", json("{\"changes\": []}"));
        editor.awaitDiagnostics(root);
    }
}
