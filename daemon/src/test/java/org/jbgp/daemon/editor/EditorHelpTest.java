package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.editor.ScriptedEditor.ROUTER;
import static org.jbgp.daemon.editor.ScriptedEditor.UNTITLED;
import static org.jbgp.daemon.editor.ScriptedEditor.document;
import static org.jbgp.daemon.editor.ScriptedEditor.errorMessage;
import static org.jbgp.daemon.editor.ScriptedEditor.json;
import static org.jbgp.daemon.editor.ScriptedEditor.objects;
import static org.jbgp.daemon.editor.ScriptedEditor.write;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an editor shows of a word, offers at a place, and how it lays a text out; never a secret. */
class EditorHelpTest {
    @TempDir
    private Path directory;

    @AutoClose
    private final ScriptedEditor editor = new ScriptedEditor();

    @Test
    void meaningOfOptions() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                protocol bgp b {
                  local as 1; neighbor 10.0.0.2 as 2; hold time 90;
                  ipv4 { import limit 10 action block; import where bgp_path.len < 3; };
                }
                """);

        assertThat(editor.hover(UNTITLED, 3, 42)).contains("**hold time**", "(in protocol bgp)", "Default");
        assertThat(editor.hover(UNTITLED, 4, 18)).contains("**import limit**", "(in channel ipv4)");
        assertThat(editor.hover(UNTITLED, 4, 54)).contains("**bgp_path**", "bgppath");
        assertThat(editor.hover(UNTITLED, 4, 63)).contains("**len**", "bgppath.len gives int");
        assertThat(editor.hover(UNTITLED, 0, 3)).contains("**router id**");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one-bit-too-wide  | define BOGONS = [ 10.0.0.0/7+, 100.64.0.0/10+, 192.168.0.0/16+ ]; | 18
            a-community-typo  | define BLACKHOLE = (65000, 666);                                  | 20
            a-community-typo  | define BLACKHOLE = (65535, 666);                                  | 20
            """)
    void meaningOfNumbersAsThePageHasIt(String page, String line, int column) throws IOException {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + line + "\n");

        String hover = editor.hover(UNTITLED, 2, column).replace("**", "");

        assertThat(hover).isNotEmpty();
        assertThat(Files.readAllLines(Path.of("../docs", page + ".md")))
                .anySatisfy(each -> assertThat(each).matches(" {" + column + "}\\^+ " + Pattern.quote(hover)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [ 10.0.0.0/8{16,24} ]  | 10.0.0.0 to 10.255.255.255; prefixes of length 16 to 24 in it
            [ 10.0.0.0/8- ]        | 10.0.0.0 to 10.255.255.255; prefixes of length 0 to 7 that cover it, and prefixes of length 8 in it
            [ 192.0.2.1/32 ]       | 192.0.2.1 to 192.0.2.1
            [ 2001:db8::/48{48,64} ] | 2001:db8:: to 2001:db8:0:ffff:ffff:ffff:ffff:ffff; prefixes of length 48 to 64 in it
            [ 0.0.0.0/0{25,32} ]   | 0.0.0.0 to 255.255.255.255; prefixes of length 25 to 32 in it
            [ ::/0+ ]              | :: to ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff; prefixes of length 0 to 128 in it
            [ (8447, 70000) ]      | a community of AS 8447
            """)
    void meaningOfPrefixesAndCommunities(String set, String meaning) {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + "define SET = " + set + ";\n");

        assertThat(editor.hover(UNTITLED, 2, set.startsWith("[ (") ? 16 : 15)).endsWith("**: " + meaning);
    }

    @Test
    void aConstantThatIsACommunitySaysWhichOne() {
        editor.initialize("");
        editor.open(
                UNTITLED, ROUTER + "define NO = (65535, 65281);\nfilter f { if NO ~ bgp_community then reject; }\n");

        assertThat(editor.hover(UNTITLED, 3, 14)).contains("define NO", "**(65535,65281)**: NO_EXPORT (RFC 1997)");
    }

    @Test
    void argumentsAreNoCommunity() {
        editor.initialize("");
        editor.open(UNTITLED, ROUTER + """
                function both(int a; int b) { return a = b; }
                filter f { if both(65000, 1) then accept; bgp_community.add((65000, 1)); reject; }
                """);

        assertThat(editor.hover(UNTITLED, 3, 20)).doesNotContain("a community");
        assertThat(editor.hover(UNTITLED, 3, 63)).contains("a community of AS 65000");
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

        assertThat(editor.labels(UNTITLED, 3, 31)).contains("level", "LIMIT", "bgp_local_pref", "accept");
        assertThat(editor.labels(UNTITLED, 4, 19)).contains("len", "prepend").doesNotContain("level");
        assertThat(editor.labels(UNTITLED, 6, 22)).contains("base").doesNotContain("LIMIT");
        assertThat(editor.labels(UNTITLED, 7, 9)).contains("time");
        assertThat(editor.labels(UNTITLED, 7, 2))
                .contains("hold time", "ipv4", "neighbor")
                .doesNotContain("scan time");
        assertThat(editor.labels(UNTITLED, 8, 26)).containsExactly("incoming");
        assertThat(editor.labels(UNTITLED, 8, 30)).contains("table", "import limit", "next hop self");
        assertThat(editor.labels(UNTITLED, 10, 9)).contains("bgp", "rpki", "aggregator");
    }

    @Test
    void completionKnowsTheDialect() {
        editor.initialize("{\"dialect\": \"1.6\"}");
        editor.open(UNTITLED, "router id 10.0.0.1;\nprotocol bgp b {\n  \n}\nprotocol \n");

        assertThat(editor.labels(UNTITLED, 2, 2)).contains("import", "table").doesNotContain("ipv4");
        assertThat(editor.labels(UNTITLED, 4, 9)).contains("kernel").doesNotContain("rpki");
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
        assertThat(errorMessage(editor.ask("textDocument/formatting", parameters)))
                .contains("not formatted");
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
                editor.hover(UNTITLED, line, column);
            }
        }
        editor.labels(UNTITLED, 5, 48);
        assertThat(editor.hover(UNTITLED, 3, 8)).contains("define other = \"…\"");
        assertThat(editor.everything()).doesNotContain("hush-hush", "whisper-it", "quiet-please");
    }

    @Test
    void secretsOfIncludedFilesNeither() throws Exception {
        String text = ROUTER + "include \"key.inc\";\nprotocol bgp b from t { password KEY; local as 1; }\n";
        String root = write(directory, "bird.conf", text);
        String key = """
                define KEY = "hush-hush";
                define other = "whisper-it" + 1;
                template bgp t { passwrod "quiet-please"; password quiet-please-too; }
                protocol rpki r { transport ssh { bird private key "/quiet/path"; }; password "quiet
                """;
        String included = write(directory, "key.inc", key);
        editor.initialize("");
        editor.open(root, text);
        editor.await("diagnostics", message -> message.toString().contains("publishDiagnostics"));
        assertThat(editor.hover(root, 3, 34)).contains("constant **KEY**", "\"…\"");
        // Only what the server says counts: the texts that it was sent are not among it.
        editor.open(included, key);
        for (String uri : List.of(root, included)) {
            for (int line = 0; line < 5; line++) {
                for (int column = 0; column < 80; column += 4) {
                    editor.hover(uri, line, column);
                    editor.labels(uri, line, column);
                }
                editor.rename(uri, line, 9, "other_name");
            }
        }
        assertThat(editor.everything()).doesNotContain("hush-hush", "whisper-it", "quiet");
    }
}
