package org.jbgp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tabulator does in real shells, with the scripts that packages install. */
@Timeout(600)
@SuppressWarnings("try") // the daemon is opened to be there and to be closed
class ShellsTest {

    private static final Path SCRIPTS =
            Path.of("src/main/resources/org/jbgp/cli").toAbsolutePath();
    private static final Map<String, String> REPLIES = Map.of(
            "show symbols",
            "1010-up1     \tprotocol\n t4\trouting table\n0000 \n",
            "show route in 2001:db8::/32 primary",
            "1007-Table master6:\n 2001:db8:1::/48   blackhole [own] * (200)\n0000 \n");

    @TempDir
    Path directory;

    private PseudoTerminal start(String shell) throws IOException {
        PseudoTerminal.requires("script", "bsdutils");
        PseudoTerminal.requires(shell.split(" ", 2)[0], shell.split(" ", 2)[0]);
        Path program = directory.resolve("jbgpctl");
        Files.writeString(program, "#!/bin/sh\nexec " + PseudoTerminal.jbgpctl() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of(
                "PATH", directory + ":" + System.getenv("PATH"),
                "HOME", directory.toString(),
                "XDG_CONFIG_HOME", directory.toString(),
                "XDG_DATA_HOME", directory.toString(),
                "JBGPD_SOCKET", directory.resolve("ctl").toString());
        return new PseudoTerminal(100, 40, environment, shell);
    }

    private FakeDaemon daemon() throws IOException {
        return new FakeDaemon(directory.resolve("ctl"), REPLIES);
    }

    @Test
    void bash() throws IOException, InterruptedException {
        try (FakeDaemon daemon = daemon();
                PseudoTerminal terminal = start("bash --norc --noprofile -i")) {
            terminal.type("source " + SCRIPTS + "/completion.bash; PS1='rea''dy '\n");
            terminal.await("ready ");
            terminal.type("jbgpctl sh\t");
            terminal.await("jbgpctl show ");
            terminal.type("prot\t");
            terminal.await("protocols ");
            terminal.type("u\t");
            terminal.await("up1 ");
            // Colons part words for bash.
            terminal.type("\u0015jbgpctl show route 2001:db8:\t");
            terminal.await("2001:db8:1::/48 ");
        }
    }

    @Test
    void zsh() throws IOException, InterruptedException {
        Path functions = Files.createDirectory(directory.resolve("functions"));
        Files.copy(SCRIPTS.resolve("completion.zsh"), functions.resolve("_jbgpctl"));
        try (FakeDaemon daemon = daemon();
                PseudoTerminal terminal = start("zsh -f -i")) {
            terminal.type("fpath=(" + functions + " $fpath); autoload -Uz compinit; compinit -u -D; PS1='rea''dy '\n");
            terminal.await("ready ");
            terminal.type("jbgpctl show s\t\t");
            terminal.await("-- Show router status");
            terminal.type("\u0015jbgpctl show prot\t");
            terminal.await("protocols ");
            terminal.type("u\t");
            terminal.await("up1 ");
            terminal.type("\u0015jbgpctl show route 2001:db8:\t");
            terminal.await("1::/48 ");
        }
    }

    @Test
    void fish() throws IOException, InterruptedException {
        try (FakeDaemon daemon = daemon();
                PseudoTerminal terminal = start("fish --no-config -c \"source " + SCRIPTS
                        + "/completion.fish; complete -C 'jbgpctl show st'; complete -C 'jbgpctl show protocols u';"
                        + " complete -C 'jbgpctl show route 2001:db8:'\"")) {
            terminal.await("status\tShow router status");
            terminal.await("up1\tprotocol");
            terminal.await("2001:db8:1::/48");
        }
    }
}
