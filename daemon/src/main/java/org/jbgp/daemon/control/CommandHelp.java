package org.jbgp.daemon.control;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.layout.Text;

/** The commands with their arguments and meaning, for {@code help} and {@code ?}. */
final class CommandHelp {

    private record Entry(String command, String arguments, String meaning) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry("show status", "", "Show router status"),
            new Entry("show protocols", "[all] [<protocol> | \"<pattern>\"]", "Show routing protocols"),
            new Entry(
                    "show route",
                    "[<prefix> | for <prefix>|<ip> | in <prefix>] [table <t>|all] [(import|export) table <p>.<c>]"
                            + " [filter <f>|where <condition>] [protocol <p>] [all] [primary] [filtered]"
                            + " [(export|exported|preexport|noexport) <p>] [stats|count]",
                    "Show routing table"),
            new Entry(
                    "show roa",
                    "[<prefix> | in <prefix> | for <prefix>|<ip>] [as <asn>] [table <t>]",
                    "Show route origin authorisations"),
            new Entry("show interfaces", "[summary]", "Show network interfaces"),
            new Entry("show memory", "", "Show memory usage"),
            new Entry("show static", "[<protocol> | \"<pattern>\"]", "Show routes of static protocols"),
            new Entry(
                    "show symbols",
                    "[table|filter|function|protocol|template|roa|<symbol>]",
                    "Show all known symbolic names"),
            new Entry("configure", "[soft] [\"<file>\"] [timeout [<sec>]]", "Reload configuration"),
            new Entry("configure check", "[\"<file>\"]", "Parse configuration and check its validity"),
            new Entry("configure plan", "[\"<file>\"]", "Show what configure would do to each protocol"),
            new Entry("configure confirm", "", "Keep the configuration that a timeout would undo"),
            new Entry("configure undo", "", "Return to the configuration before the last one"),
            new Entry("configure status", "", "Show configuration status"),
            new Entry("enable", "(<protocol> | \"<pattern>\" | all) [\"<message>\"]", "Enable protocol"),
            new Entry("disable", "(<protocol> | \"<pattern>\" | all) [\"<message>\"]", "Disable protocol"),
            new Entry("restart", "(<protocol> | \"<pattern>\" | all) [\"<message>\"]", "Restart protocol"),
            new Entry("reload", "[in|out] (<protocol> | \"<pattern>\" | all)", "Reload protocol"),
            new Entry(
                    "debug",
                    "(<protocol> | \"<pattern>\" | all) (all | off | { states|routes|filters|interfaces|events|packets [, ...] })",
                    "Have protocols report to the log what they do"),
            new Entry(
                    "explain route",
                    "(<prefix> | <ip>) [<protocol>] [table <t>]",
                    "Explain why a route is missing, not best or not announced"),
            new Entry("eval", "<expression>", "Evaluate an expression of the filter language"),
            new Entry("down", "", "Shut the daemon down"),
            new Entry(
                    "echo",
                    "(all | off | { debug, trace, info, remote, warning, error, auth }) [<buffer-size>]",
                    "Show log messages in this session"),
            new Entry("restrict", "", "Restrict this session to safe commands"),
            new Entry(
                    "timeformat",
                    "\"<format>\" [<sec> \"<format>\"] | iso (short | long) [ms | us]",
                    "Set the time format of this session"),
            new Entry(
                    "dump",
                    "(resources | interfaces | neighbors | attributes | routes | protocols) \"<file>\"",
                    "Write what the router knows to a new file"),
            new Entry("graceful restart", "", "Shut the daemon down for graceful restart"),
            new Entry("help", "[<command>]", "Describe commands; so does `?`"),
            new Entry("quit", "", "Leave; so does `exit`"));

    private CommandHelp() {}

    /** One line for each command that begins with these words, abbreviated or not. */
    static List<String> about(String topic) {
        String[] wanted = topic.isEmpty() ? new String[0] : topic.split("[ \t]+");
        List<String> lines = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            if (begins(entry.command().split(" "), wanted)) {
                StringBuilder line = new StringBuilder();
                String usage = entry.command() + (entry.arguments().isEmpty() ? "" : " " + entry.arguments());
                lines.add(Text.left(line, usage, 40)
                        .append("  ")
                        .append(entry.meaning())
                        .toString());
            }
        }
        return lines;
    }

    private static boolean begins(String[] command, String[] wanted) {
        for (int i = 0; i < Math.min(command.length, wanted.length); i++) {
            if (!command[i].startsWith(wanted[i])) {
                return false;
            }
        }
        return true;
    }
}
