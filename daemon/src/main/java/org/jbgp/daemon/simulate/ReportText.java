package org.jbgp.daemon.simulate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The outcome of a simulation for a reader. */
final class ReportText {
    private final PrintStream out;

    ReportText(PrintStream out) {
        this.out = out;
    }

    void print(NetworkReport report) {
        out.println("Routers");
        report.routers().forEach(this::router);
        if (!report.links().isEmpty()) {
            out.println("Links");
            report.links()
                    .forEach(link -> out.println("  " + link.name() + ": " + String.join(", ", link.interfaces())));
        }
        out.println("Sessions, and how many prefixes each side advertises");
        report.sessions().forEach(this::session);
        findings(report);
        report.failures().forEach(this::failure);
        expectations(report.expectations());
    }

    private void router(NetworkReport.RouterPart router) {
        out.println("  " + router.name() + " (" + router.file() + "), "
                + (router.plays().isEmpty()
                        ? router.kernelRoutes() + " routes in the kernel"
                        : "plays a neighbor with the routes of " + router.plays()));
        router.notes()
                .forEach(note -> out.println(router.plays().isEmpty() ? "    not simulated: " + note : "    " + note));
        router.tables().forEach(table -> {
            out.println("    " + table.name() + ": " + table.paths() + " routes of " + table.networks() + " prefixes");
            table.routes().forEach(route -> out.println("      " + route));
        });
    }

    private void session(NetworkReport.SessionPart session) {
        StringBuilder text = new StringBuilder("  ");
        text.append(session.router())
                .append(" -> ")
                .append(session.neighbor())
                .append(" (")
                .append(session.protocol())
                .append("): ")
                .append(session.state());
        if (!session.problem().isEmpty()) {
            text.append(", ").append(session.problem());
        }
        if (!session.bfd().isEmpty()) {
            text.append(", BFD ").append(session.bfd());
        }
        session.advertised()
                .forEach(channel ->
                        text.append(", ").append(channel.channel()).append(' ').append(channel.prefixes()));
        out.println(text);
        session.advertised().forEach(channel -> channel.list().forEach(prefix -> out.println("      " + prefix)));
    }

    private void findings(NetworkReport report) {
        out.println(
                report.quiet()
                        ? "Quiet after " + seconds(report.seconds()) + " of virtual time"
                        : "NOT QUIET: routes still change after " + seconds(report.seconds()) + " of virtual time"
                                + changing(report.findings().changing()));
        NetworkReport.Findings findings = report.findings();
        long down = report.sessions().stream()
                .filter(session -> !session.problem().isEmpty())
                .count();
        if (down > 0) {
            out.println("NOT UP: " + down + " of " + report.sessions().size() + " sides of sessions, see above");
        }
        long unwatched = report.sessions().stream()
                .filter(NetworkReport.SessionPart::isUnwatched)
                .count();
        if (unwatched > 0) {
            out.println("NOT WATCHED: " + unwatched
                    + " sides of sessions that are up without the BFD session they wish," + " see above");
        }
        if (findings.none()) {
            out.println("No next hop is unresolved, no packet goes in a circle or is lost, no prefix is kept back");
        }
        findings.unresolved()
                .forEach(each -> out.println("UNRESOLVED " + each.router() + ": next hop " + each.nextHop() + " of "
                        + some(each.prefixes(), each.some()) + " from " + each.protocol()));
        findings.loops().forEach(each -> fate("LOOP", each));
        findings.blackHoles().forEach(each -> fate("BLACK HOLE", each));
        findings.lost()
                .forEach(each -> out.println("LOST " + each.from() + " -> " + each.to() + ": "
                        + some(each.prefixes(), each.some()) + ", at " + each.by() + ": " + each.reason()));
    }

    private void fate(String kind, NetworkReport.FatePart part) {
        out.println(
                kind + " from " + part.router() + " to " + some(part.prefixes(), part.some()) + ": " + part.reason());
    }

    private void failure(NetworkReport.FailurePart failure) {
        out.println("When " + failure.what() + " fails");
        boolean nothing = failure.outages().isEmpty()
                && failure.gone().isEmpty()
                && failure.missing().isEmpty();
        if (nothing) {
            out.println("  nothing breaks");
        }
        failure.outages()
                .forEach(each -> out.println("  " + each.router() + ": " + some(each.prefixes(), each.some())
                        + " away for " + seconds(each.seconds()) + (each.mending() ? " when it is mended" : "")));
        failure.gone()
                .forEach(each -> out.println("  " + each.router() + ": " + some(each.prefixes(), each.some())
                        + " away as long as it lasts: " + each.reason()));
        if (failure.missing().isEmpty() && !failure.gone().isEmpty()) {
            out.println("  all of it comes back when it is mended");
        }
        failure.missing()
                .forEach(each -> out.println("  " + each.router() + ": " + some(each.prefixes(), each.some())
                        + " DO NOT COME BACK when it is mended: " + each.reason()));
        if (!failure.quiet()) {
            out.println("  the network does not come to rest: routes still change" + changing(failure.changing()));
        }
    }

    private void expectations(List<NetworkReport.ExpectationPart> expectations) {
        if (expectations.isEmpty()) {
            return;
        }
        long met =
                expectations.stream().filter(NetworkReport.ExpectationPart::met).count();
        expectations.stream()
                .filter(each -> !each.met())
                .forEach(each -> out.println("NOT MET " + each.line() + " '" + each.text() + "'"
                        + (each.after().isEmpty() ? "" : " after " + each.after() + " fails") + ": " + each.found()));
        out.println(met + " of " + expectations.size() + " expectations met");
    }

    private static String changing(List<NetworkReport.ChangingPart> parts) {
        return parts.isEmpty()
                ? ""
                : parts.stream()
                        .map(each -> some(each.prefixes(), each.some()) + " in the kernel of " + each.router())
                        .collect(Collectors.joining(", ", " to ", ""));
    }

    private static String some(int count, List<String> some) {
        String named = String.join(", ", some);
        return count == 1 ? named : count + " prefixes (" + named + (count > some.size() ? ", ...)" : ")");
    }

    private static String seconds(Duration duration) {
        long tenths = duration.toMillis() / 100;
        return tenths / 10.0 + " s";
    }
}
