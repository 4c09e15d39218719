package org.jbgp.daemon.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.instance.ReloadPlan;

/** The last plans that were shown, so that just one of them can be carried out. Any thread. */
final class KeptPlans {
    private static final int MOST = 8;

    /** So many routes more or less than planned are no other plan: tables live. */
    private static final long FEW = 10;

    private static final int ONE_IN = 100;

    private final Map<String, Kept> byId = new LinkedHashMap<>();

    /**
     * A plan as it was shown.
     *
     * @param running what was in force then
     * @param file what was read
     * @param digest of the contents of that file and those it includes
     * @param routes what would become of routes, in numbers: the routes themselves are not kept
     */
    record Kept(Configuration running, Path file, String digest, RoutePlan routes) {}

    /** Keeps a plan; answers what it is called. */
    synchronized String keep(Kept kept, ReloadPlan plan) {
        StringBuilder text =
                new StringBuilder(kept.digest()).append(plan.summary()).append(System.identityHashCode(kept.running()));
        numbers(kept.routes()).forEach((name, number) -> text.append(name).append(number));
        String id = sha256(List.of(text.toString().getBytes(StandardCharsets.UTF_8)))
                .substring(0, 8);
        byId.remove(id);
        byId.put(id, kept);
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
        return id;
    }

    synchronized Optional<Kept> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Of the contents of all files of a configuration; empty if one cannot be read. */
    static String digest(Configuration configuration) {
        try {
            List<byte[]> contents = new ArrayList<>();
            for (String file : configuration.sources().files()) {
                contents.add(Files.readAllBytes(Path.of(file)));
            }
            return sha256(contents);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static String sha256(List<byte[]> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] piece : pieces) {
                digest.update(Integer.toString(piece.length).getBytes(StandardCharsets.US_ASCII));
                digest.update(piece);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What differs beyond what tables change by themselves, as a sentence. */
    static Optional<String> difference(RoutePlan planned, RoutePlan now) {
        Map<String, Long> before = numbers(planned);
        Map<String, Long> after = numbers(now);
        Map<String, Long> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            long was = before.getOrDefault(name, 0L);
            long is = after.getOrDefault(name, 0L);
            if (Math.abs(is - was) > Math.max(FEW, was / ONE_IN)) {
                return Optional.of(name + " " + was + " then, " + is + " now");
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> numbers(RoutePlan plan) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (RoutePlan.Channel channel : plan.channels()) {
            String name = channel.protocol() + "." + channel.channel() + " "
                    + channel.direction().word() + ": ";
            numbers.put(name + channel.direction().added(), channel.counts().added());
            numbers.put(name + channel.direction().removed(), channel.counts().removed());
            numbers.put(name + "changed", channel.counts().changed());
        }
        return numbers;
    }
}
