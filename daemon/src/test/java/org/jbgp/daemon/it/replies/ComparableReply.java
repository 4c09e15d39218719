package org.jbgp.daemon.it.replies;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;

/**
 * A reply without what differs from one minute or machine to the next: times, versions, sizes, names of interfaces,
 * addresses the kernel chose, the order of tables.
 */
final class ComparableReply {
    private static final Pattern CODE = Pattern.compile("(\\d{4})([- ])(.*)");

    private ComparableReply() {}

    static List<String> of(Bird daemon, ScriptLine line, List<String> reply) {
        boolean throughClient = line.kind() == ScriptLine.Kind.TYPED && !(daemon instanceof Jbgpd);
        List<String> lines = new ArrayList<>();
        // A client that shows codes writes blanks where a further line has none.
        for (String each : coded(reply, throughClient ? 5 : 1)) {
            String text = each.replace(daemon.file("") + "/", "")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "DATE")
                    .replaceAll("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME")
                    .replaceAll("BIRD v?\\d[\\w.+-]*", "BIRD VERSION")
                    .replaceAll("((?:timer|wait|delay):? +)[\\d.]+/", "$1LEFT/")
                    .replaceAll("\\beth\\d+", "eth")
                    .replaceAll("eth +(up|down)", "eth $1")
                    .replaceAll("index=\\d+", "index=N")
                    .replaceAll("fe80::[0-9a-f:]+", "fe80::N")
                    .replaceAll("Hostname is .*", "Hostname is NAME")
                    // Which of both depends on whether something had to stop.
                    .replaceAll("000[34] Reconfigur.*", "0003 Reconfigured");
            if (line.text().startsWith("show memory")) {
                text = text.replaceAll(" +[\\d.]+ +[kMGT]?B", " SIZE");
            }
            lines.add(text);
        }
        if (line.kind() == ScriptLine.Kind.TYPED) {
            lines.remove("0000 ");
        }
        if (line.text().matches("show (route|roa|symbols).*")) {
            // All walk hash tables.
            lines.subList(0, Math.max(0, lines.size() - 1)).sort(null);
        }
        return lines;
    }

    /** Each line with its code. */
    private static List<String> coded(List<String> reply, int blanks) {
        List<String> lines = new ArrayList<>();
        String code = "";
        for (String line : reply) {
            Matcher matcher = CODE.matcher(line);
            if (matcher.matches()) {
                code = matcher.group(1);
                lines.add(line);
            } else {
                lines.add(line.startsWith(" ".repeat(blanks)) ? code + "-" + line.substring(blanks) : line);
            }
        }
        return lines;
    }
}
