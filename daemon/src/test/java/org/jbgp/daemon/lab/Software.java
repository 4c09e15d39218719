package org.jbgp.daemon.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Other makers' software that tests use, and where it may be. */
public enum Software {
    BIRD2("bird2", "Debian package bird2", "/usr/sbin/bird") {
        @Override
        boolean accepts(Path program) {
            return Shell.run(List.of(program.toString(), "--version")).output().contains("BIRD version 2.");
        }
    },
    /** Never installed beside BIRD 2: unpacked from Debian's package {@code bird}, see {@code .ci/run}. */
    BIRD1(
            "bird1",
            "Debian package bird 1.6: 'apt-get download bird && dpkg -x bird_1.6*.deb ~/.cache/jbgpd/bird1'",
            System.getProperty("user.home") + "/.cache/jbgpd/bird1/usr/sbin/bird"),
    FRR("frr", "Debian package frr", "/usr/lib/frr/bgpd"),
    GOBGP("gobgp", "Debian package gobgpd", "/usr/bin/gobgpd"),
    OPENBGPD("openbgpd", "Debian package openbgpd", "/usr/sbin/bgpd"),
    EXABGP("exabgp", "Debian package exabgp", "/usr/sbin/exabgp:/usr/bin/exabgp"),
    STAYRTR("stayrtr", "Debian package stayrtr", "/usr/bin/stayrtr"),
    FORT("fort", "Debian packages fort-validator and openssl", "/usr/bin/fort"),
    RTRCLIENT("rtrclient", "Debian package rtr-tools", "/usr/bin/rtrclient"),
    MRTPARSE("mrtparse", "Debian package python3-mrtparse", "/usr/bin/python3") {
        @Override
        boolean accepts(Path program) {
            return Shell.run(List.of(program.toString(), "-c", "import mrtparse"))
                            .exit()
                    == 0;
        }
    },
    BGPDUMP("bgpdump", "Debian package bgpdump", "/usr/bin/bgpdump"),
    /** What makes the programs under BIRD's names from their source. */
    CC("cc", "Debian package gcc", "/usr/bin/cc:/usr/bin/gcc"),
    /** The one that numbers its packets as {@link Ping} reads them. */
    PING("ping", "Debian package iputils-ping", "/usr/bin/ping:/bin/ping") {
        @Override
        boolean accepts(Path program) {
            return Shell.run(List.of(program.toString(), "-V")).output().contains("iputils");
        }
    },
    TSHARK("tshark", "Debian package tshark", "/usr/bin/tshark"),
    CHROMIUM("chromium", "Debian package chromium", "/usr/bin/chromium"),
    PMBMPD("pmbmpd", "Debian package pmacct", "/usr/sbin/pmbmpd"),
    /** The right to make network namespaces, with {@code ip}. */
    NETNS("netns", "Debian package iproute2, and run as root", "/usr/sbin/ip:/sbin/ip:/bin/ip") {
        @Override
        boolean accepts(Path program) {
            String probe = Leftovers.TAG + ProcessHandle.current().pid() + ".0probe";
            if (Shell.run(List.of("ip", "netns", "add", probe)).exit() != 0) {
                return false;
            }
            return Shell.run(List.of("ip", "netns", "del", probe)).exit() == 0;
        }
    };

    private static final Map<Software, Optional<Path>> FOUND = new ConcurrentHashMap<>();

    private final String id;
    private final String howToInstall;
    private final String places;

    Software(String id, String howToInstall, String places) {
        this.id = id;
        this.howToInstall = howToInstall;
        this.places = places;
    }

    /** Name used in {@link NeedsPeer}. */
    public String id() {
        return id;
    }

    /** What to install where a test was skipped. */
    public String howToInstall() {
        return howToInstall;
    }

    /** The program, if it is on this machine in the right version. */
    public Optional<Path> locate() {
        return FOUND.computeIfAbsent(this, Software::search);
    }

    private static Optional<Path> search(Software software) {
        String places = System.getProperty("jbgpd.lab." + software.id, software.places);
        return Arrays.stream(places.split(":", -1))
                .map(Path::of)
                .filter(Files::isExecutable)
                .filter(software::accepts)
                .findFirst();
    }

    /** The program's path. */
    public String program() {
        return locate().orElseThrow(() -> new IllegalStateException(id + " is missing; install " + howToInstall))
                .toString();
    }

    boolean accepts(Path program) {
        return Files.isExecutable(program);
    }
}
