package org.jbgp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * Options {@code -u} and {@code -g}. Capabilities belong to a thread, and a JVM has many before main begins, so a
 * running JVM cannot give up root and keep CAP_NET_ADMIN in all of them. {@code bin/jbgpd} changes user, group and
 * capabilities before it starts the JVM; what is left to do here is to make sure that somebody did.
 */
public final class Privileges {
    private Privileges() {}

    /**
     * Checks that this process runs as the user and group that were asked for. Any thread.
     *
     * @return what is wrong, as a sentence for the person who started the daemon; empty if nothing is
     * @throws IOException when the process cannot read its own identity under {@code /proc}
     */
    public static Optional<String> problem(CommandLine commandLine) throws IOException {
        if (commandLine.user().isEmpty() && commandLine.group().isEmpty()) {
            return Optional.empty();
        }
        Path self = Path.of("/proc/self");
        PosixFileAttributes me = Files.readAttributes(self, PosixFileAttributes.class);
        UserPrincipalLookupService lookup = self.getFileSystem().getUserPrincipalLookupService();
        if (commandLine.user().isPresent()) {
            String name = commandLine.user().get();
            try {
                if (!lookup.lookupPrincipalByName(name).equals(me.owner())) {
                    return Optional.of(message("-u", "user " + name, me.owner().getName()));
                }
            } catch (UserPrincipalNotFoundException e) {
                return Optional.of("Cannot find user " + name);
            }
        }
        if (commandLine.group().isPresent()) {
            String name = commandLine.group().get();
            try {
                if (!lookup.lookupPrincipalByGroupName(name).equals(me.group())) {
                    return Optional.of(message("-g", "group " + name, me.group().getName()));
                }
            } catch (UserPrincipalNotFoundException e) {
                return Optional.of("Cannot find group " + name);
            }
        }
        return Optional.empty();
    }

    private static String message(String option, String wanted, String is) {
        return "Cannot change to " + wanted + " (option " + option + "): this JVM runs as " + is
                + " and cannot change that soundly; start it through bin/jbgpd, which changes before the JVM starts";
    }
}
