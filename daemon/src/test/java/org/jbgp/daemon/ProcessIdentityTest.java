package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import org.jbgp.daemon.control.view.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link PidFile} and {@link Privileges}. */
class ProcessIdentityTest {
    @TempDir
    Path directory;

    @Test
    void pidFileHoldsTheNumberAndGoesAway() throws IOException {
        Path path = directory.resolve("pid");
        Files.writeString(path, "a longer text from before");
        try (PidFile pidFile = PidFile.write(path, 4711)) {
            assertThat(pidFile).isNotNull();
            assertThat(path).hasContent("4711\n");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void beingTheRightUserIsEnough() throws IOException {
        PosixFileAttributes me = Files.readAttributes(directory, PosixFileAttributes.class);
        assertThat(problem(me.owner().getName(), me.group().getName())).isEmpty();
    }

    @Test
    void anotherUserIsRefusedByName() throws IOException {
        assertThat(problem("12345", "0"))
                .hasValueSatisfying(text -> assertThat(text).contains("-u", "bin/jbgpd"));
        assertThat(problem("no-such-user", "0")).hasValue("Cannot find user no-such-user");
    }

    private static Optional<String> problem(String user, String group) throws IOException {
        return switch (CommandLine.parse("jbgpd", new Version("1"), "-u", user, "-g", group)) {
            case CommandLine.Outcome.Run run -> Privileges.problem(run.commandLine());
            case CommandLine.Outcome.Split split -> throw new AssertionError(split.toString());
            case CommandLine.Outcome.Edit edit -> throw new AssertionError(edit.toString());
            case CommandLine.Outcome.Simulate simulate -> throw new AssertionError(simulate.toString());
            case CommandLine.Outcome.Print print -> throw new AssertionError(print.text());
        };
    }
}
