package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One machine of the lab: a network namespace. Made by {@link Lab#node}.
 *
 * @param lab the lab it belongs to
 * @param name short name in the lab
 * @param namespace name of the network namespace on this machine
 */
public record Node(Lab lab, String name, String namespace) {

    /** Runs {@code ip} inside; returns what it printed. Any other exit than 0 is an error. */
    public String ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(arguments));
        return Shell.must(command);
    }

    /** Runs many {@code ip} commands inside, one per line. */
    public void ipBatch(String lines) {
        Shell.must(List.of("ip", "-n", namespace, "-batch", "-"), lines);
    }

    /** Gives the interface an address such as {@code 10.0.0.1/24} or {@code fd00::1/64}. */
    public void address(String device, String address) {
        if (address.contains(":")) {
            ip("addr", "add", address, "dev", device, "nodad");
        } else {
            ip("addr", "add", address, "dev", device);
        }
    }

    /** A tun device that is up, with the given addresses. */
    public void tun(String device, String... addresses) {
        ip("tuntap", "add", device, "mode", "tun");
        ip("link", "set", device, "up");
        for (String address : addresses) {
            address(device, address);
        }
    }

    /** Writes a value under {@code /proc/sys} of this namespace. */
    public void sysctl(String path, String value) {
        Shell.must(List.of("ip", "netns", "exec", namespace, "sh", "-c", "echo " + value + " >/proc/sys/" + path));
    }

    /** The kernel's routes of the main table as {@code ip route} prints them, in its order, without trailing blanks. */
    public List<String> kernelRoutes() {
        return ip("route", "show").lines().map(String::stripTrailing).toList();
    }

    /** The kernel's IPv6 routes of the main table. */
    public List<String> kernelRoutes6() {
        return ip("-6", "route", "show").lines().map(String::stripTrailing).toList();
    }

    /** How many IPv4 prefixes the kernel's tries hold; quick whatever the number. */
    public int fibSize() {
        return exec("cat", "/proc/net/fib_triestat")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Prefixes:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("Prefixes:".length()).strip()))
                .max()
                .orElse(0);
    }

    /** Runs a command inside; returns what it printed. Any other exit than 0 is an error. */
    public String exec(String... command) {
        return Shell.must(inside(List.of(command)));
    }

    /** Runs a command inside; returns its exit code and what it printed. */
    Shell.Result tryExec(List<String> command) {
        return Shell.run(inside(command));
    }

    /**
     * What the kernel says of connections that come about or do not: their states, the neighbors' link-layer addresses,
     * and the segments it dropped for their MD5 signature. At most so many lines of each as a person reads.
     */
    String network() {
        String all = "ss -Htan | head -20; ip neigh show | head -20; nstat -as | grep MD5";
        return tryExec(List.of("sh", "-c", all)).output();
    }

    /** Head and body that whoever listens on a port of 127.0.0.1 answers to a GET; empty if nobody does. */
    public String httpGet(int port, String path) {
        return exec(
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/" + port + "; printf 'GET " + path.replace("%", "%%")
                        + " HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3; cat <&3");
    }

    /** The command line that runs a command inside this namespace ({@code ip netns exec} keeps the process id). */
    List<String> inside(List<String> command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        line.addAll(command);
        return line;
    }

    /**
     * From now on every change of the kernel's routes goes to the file that is returned, in {@code ip monitor}'s words.
     */
    public Path monitorRoutes(String fileName) {
        Path file = lab.file(name + "." + fileName);
        try {
            Process monitor = new ProcessBuilder(List.of("ip", "-n", namespace, "monitor", "route"))
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            lab.atEnd(monitor::destroyForcibly);
            // It is listening once it reports a change of ours.
            lab.await("ip monitor", Duration.ofSeconds(60), () -> {
                try {
                    if (Files.size(file) > 0) {
                        return true;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + file, e);
                }
                ip("route", "add", "blackhole", "203.0.113.255/32");
                ip("route", "del", "blackhole", "203.0.113.255/32");
                return false;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start ip monitor", e);
        }
        return file;
    }

    @Override
    public String toString() {
        return name;
    }
}
