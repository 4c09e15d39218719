package org.jbgp.daemon.control.words;

import java.util.List;

/** Commands of BIRD that jbgpd does not have: each is refused by name, with what to do instead. */
public final class MissingCommands {

    private record Missing(String words, String answer) {}

    private static final List<Missing> ALL = List.of(
            new Missing("show ospf", "There is no OSPF protocol running; jbgpd does not speak it"),
            new Missing("show rip", "There is no RIP protocol running; jbgpd does not speak it"),
            new Missing("show babel", "There is no Babel protocol running; jbgpd does not speak it"),
            new Missing("show mpls ranges", "There are no MPLS ranges; jbgpd does not do MPLS"),
            new Missing("add roa", "add roa: put the authorisation into the configuration and say `configure`"),
            new Missing(
                    "delete roa", "delete roa: take the authorisation out of the configuration and say `configure`"),
            new Missing("flush roa", "flush roa: all authorisations are those of the configuration"));

    private MissingCommands() {}

    /** Throws if the line is one of them; abbreviations count as far as they cannot mean a command that is there. */
    public static void refuse(String line) throws CommandException {
        String[] said = line.strip().split("[ \t]+", -1);
        for (Missing missing : ALL) {
            String[] words = missing.words().split(" ", -1);
            boolean begins = said.length > 0 && abbreviates(said[0], words[0], words.length == 1 ? 4 : 1);
            if (begins && (words.length == 1 || (said.length > 1 && abbreviates(said[1], words[1], 3)))) {
                throw CommandException.syntax(missing.answer());
            }
        }
    }

    private static boolean abbreviates(String said, String word, int least) {
        return word.startsWith(said) && said.length() >= Math.min(least, word.length());
    }
}
