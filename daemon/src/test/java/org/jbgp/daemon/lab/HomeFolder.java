package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * What a distribution has in its {@code bin/}: the launcher, which starts the classes under test, and the programs
 * under BIRD's names, made from their source. With the system property {@code jbgpd.home} it is a built distribution.
 */
public final class HomeFolder {
    /** What it calls itself. */
    public static final String VERSION = "1.2.3";

    private static final Path SOURCES = Path.of("..", "dist", "src", "main");

    private final Path folder;

    private HomeFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes one here, unless there is one. */
    public static HomeFolder in(Path folder) {
        String built = System.getProperty("jbgpd.home", "");
        if (!built.isEmpty()) {
            return new HomeFolder(Path.of(built));
        }
        try {
            Path launcher = folder.resolve("bin/jbgpd");
            if (!Files.exists(launcher)) {
                Files.createDirectories(launcher.getParent());
                Files.writeString(
                        launcher,
                        Files.readString(SOURCES.resolve("bin/jbgpd"))
                                .replace("@daemon.classpath@", System.getProperty("java.class.path"))
                                .replace("@daemon.main@", "org.jbgp.daemon.Jbgpd")
                                .replace("@project.version@", VERSION)
                                // Where there is no folder of libraries, they come from their jars.
                                .replaceAll("-Dj[a-z.]*library.path=\"[^\"]*\"", ""));
                Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.createSymbolicLink(folder.resolve("runtime"), Path.of(System.getProperty("java.home")));
                Shell.must(List.of("sh", SOURCES.resolve("c/build").toString(), folder.toString(), VERSION));
            }
            return new HomeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a distribution in " + folder, e);
        }
    }

    /** A program of it. */
    public String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }
}
