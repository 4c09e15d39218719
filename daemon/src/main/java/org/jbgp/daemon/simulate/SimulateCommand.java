package org.jbgp.daemon.simulate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.TerminalLine;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.shards.ShardWorker;
import org.jbgp.daemon.shards.TaskThread;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Plan;
import org.jbgp.daemon.simulate.plan.Planner;
import org.jbgp.daemon.simulate.plan.RouterFile;
import org.jbgp.daemon.simulate.plan.RouterFiles;
import org.jbgp.daemon.simulate.play.Player;
import org.jbgp.daemon.simulate.play.Players;
import org.jbgp.daemon.simulation.VirtualTime;

/**
 * {@code --simulate}: runs the configurations of several routers in this process under virtual time, and says what
 * comes of it.
 */
public final class SimulateCommand {
    /** All that was expected is so, or nothing was. */
    public static final int GOOD = 0;

    /** Something expected is not so, or the network does not come to rest. */
    public static final int NOT_MET = 1;

    /** What was given cannot be simulated. */
    public static final int BAD_INPUT = 2;

    private final PrintStream out;
    private final PrintStream errors;

    /**
     * @param out takes the outcome
     * @param errors takes what is wrong with the input
     */
    public SimulateCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /**
     * Simulates.
     *
     * @param words what follows {@code --simulate}
     * @return {@link #GOOD}, {@link #NOT_MET} or {@link #BAD_INPUT}
     */
    public int run(List<String> words) {
        // Filters recurse as deep as they are nested.
        try (TaskThread thread = new TaskThread("simulation", ShardWorker.STACK)) {
            return TaskThread.supply(() -> simulate(words), thread).join();
        }
    }

    private int simulate(List<String> words) {
        try {
            if (words.contains("--help") || words.contains("-h")) {
                out.print(SimulateOptions.HELP);
                out.flush();
                return GOOD;
            }
            SimulateOptions options = SimulateOptions.parse(words);
            NetworkReport report;
            LongWork longWork = new LongWork(System::nanoTime);
            try (TerminalLine line = TerminalLine.of(longWork, errors)) {
                report = report(options, longWork, line::above);
            }
            if (options.output().json()) {
                out.println(Json.text(report));
            } else {
                new ReportText(out).print(report);
            }
            out.flush();
            boolean met = report.expectations().stream().allMatch(NetworkReport.ExpectationPart::met);
            boolean quiet = report.quiet() && report.failures().stream().allMatch(NetworkReport.FailurePart::quiet);
            return quiet && met ? GOOD : NOT_MET;
        } catch (BadInput e) {
            e.lines().forEach(errors::println);
            errors.flush();
            return BAD_INPUT;
        }
    }

    private static NetworkReport report(SimulateOptions options, LongWork longWork, Consumer<String> notes)
            throws BadInput {
        Expectations expectations = options.expected().isPresent()
                ? Expectations.read(options.expected().get())
                : Expectations.none();
        List<RouterFile> files;
        try (Work reading = longWork.begin(Progress.Kind.READING, "routers", "files")) {
            files = RouterFiles.read(options.paths(), notes, reading);
        }
        List<Player> players = Players.of(options.neighbors(), files, notes);
        List<RouterFile> all = new ArrayList<>(files);
        players.forEach(player -> all.add(player.machine()));
        Plan plan = Planner.of(all);
        plan.notes().forEach(notes);
        // Nobody ends the routers: they have no thread and no socket, and to withdraw all their routes takes long.
        Simulation simulation = new Simulation(files, players, plan, options.seed(), options.underlay());
        // By their names: some may be asked for several times, and in other words.
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (String each : options.failures()) {
            Failure.of(each, simulation).forEach(failure -> failures.putIfAbsent(failure.words(), failure));
        }
        expectations.check(simulation).forEach(failure -> failures.putIfAbsent(failure.words(), failure));
        VirtualTime time = simulation.world().time();
        boolean quiet;
        try (Work start = longWork.begin(Progress.Kind.SIMULATION, "start", "virtual seconds")) {
            start.countBy(() -> time.elapsed().toSeconds(), () -> -1);
            quiet = simulation.start(options.most());
        }
        List<NetworkReport.ChangingPart> changing = quiet ? List.of() : simulation.changing();
        Duration took = quiet ? time.lastChange() : time.elapsed();
        Tables tables = new Tables(simulation);
        Inspection inspection =
                new Inspection(simulation, tables, options.output().whole());
        ForwardingMap forwarding = new ForwardingMap(simulation, tables);
        List<NetworkReport.ExpectationPart> met = new ArrayList<>(expectations.met("", simulation, forwarding));
        List<NetworkReport.RouterPart> routers = inspection.routers();
        List<NetworkReport.SessionPart> sessions = inspection.sessions();
        NetworkReport.Findings findings = inspection.findings(forwarding, changing);
        List<NetworkReport.FailurePart> broken = new ArrayList<>();
        try (Work breaking = longWork.begin(Progress.Kind.SIMULATION, "what fails", "failures")) {
            breaking.total(failures.size());
            for (Failure failure : failures.values()) {
                broken.add(new FailureRun(simulation, forwarding, failure, options.most())
                        .run(then -> met.addAll(expectations.met(failure.words(), simulation, then))));
                breaking.add(1);
            }
        }
        return new NetworkReport(quiet, took, routers, inspection.links(), sessions, findings, broken, met);
    }
}
