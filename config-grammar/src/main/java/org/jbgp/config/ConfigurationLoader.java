package org.jbgp.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.options.ConfigurationBuilder;
import org.jbgp.config.options.ItemReuse;
import org.jbgp.config.options.KeptItems;
import org.jbgp.config.source.BoundedFiles;
import org.jbgp.config.source.DiskFiles;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.ReadFiles;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.DialectDetector;
import org.jbgp.config.syntax.FileTokenStream;
import org.jbgp.config.syntax.IncludingTokens;
import org.jbgp.config.syntax.ItemParser;
import org.jbgp.config.syntax.StatementEnds;

/**
 * Reads a configuration: the one entry to this module. Never throws for anything a file may contain; what is wrong
 * comes back as problems, all of them at once. Any thread may load; a load shares nothing with others.
 */
public final class ConfigurationLoader {
    /**
     * Bytes of address space, enough for what {@code syntax.Nesting} lets pass; memory is taken only as deep as a file
     * goes.
     */
    private static final long STACK = 256L << 20;

    /** What reading the files of one load may take, parsing them not counted. */
    private static final Duration READING = Duration.ofSeconds(15);

    private static final long SHORTEST_WAIT = 100_000_000;

    private ConfigurationLoader() {}

    /** Loads a file and what it includes; the dialect follows from the contents. */
    public static LoadResult load(Path path) {
        return load(path.toString(), new DiskFiles(), Optional.empty());
    }

    /** Loads a file and what it includes. */
    public static LoadResult load(Path path, Dialect dialect) {
        return load(path.toString(), new DiskFiles(), Optional.of(dialect));
    }

    /**
     * Loads a file and what it includes, faster if it was loaded before.
     *
     * @param dialect the language; empty: as the contents say
     * @param memory what the load before left, and this one leaves
     * @param progress shows how far it is
     */
    public static LoadResult load(Path path, Optional<Dialect> dialect, LoadMemory memory, LoadProgress progress) {
        return load(
                path.toString(),
                new BoundedFiles(new DiskFiles(), READING, BoundedFiles.most()),
                new Language(dialect, null),
                memory,
                progress);
    }

    /**
     * The same for one that was called by a name of BIRD 1.6.
     *
     * @param flat the dialect that goes with the name; a file with what only 2.x has is read as 2.x all the same
     */
    public static LoadResult loadUnderOldName(Path path, Dialect flat, LoadMemory memory, LoadProgress progress) {
        return load(
                path.toString(),
                new BoundedFiles(new DiskFiles(), READING, BoundedFiles.most()),
                new Language(Optional.empty(), flat),
                memory,
                progress);
    }

    /** Loads a text that includes nothing; {@code name} stands before its messages. */
    public static LoadResult loadText(String name, String text, Optional<Dialect> dialect) {
        return load(name, new MemoryFiles(Map.of(name, text)), dialect);
    }

    /**
     * Loads a file and what it includes.
     *
     * @param path the root file, as the source of files knows it
     * @param files where files come from
     * @param dialect the language; empty: 2.x if a channel or a named table of 2.x occurs, otherwise 1.6 if a protocol
     *     has import or export directly, or a {@code table}, {@code roa table} or {@code listen bgp} of 1.6 occurs,
     *     otherwise 2.x; a file of 1.6 is an IPv6 one if it has more IPv6 than IPv4 neighbors and routes
     */
    public static LoadResult load(String path, SourceFiles files, Optional<Dialect> dialect) {
        return load(path, files, dialect, new LoadMemory());
    }

    /** The same, with what the load before left, and this one leaves. */
    public static LoadResult load(String path, SourceFiles files, Optional<Dialect> dialect, LoadMemory memory) {
        return load(path, new BoundedFiles(files, READING, BoundedFiles.most()), dialect, memory);
    }

    static LoadResult load(String path, BoundedFiles files, Optional<Dialect> dialect, LoadMemory memory) {
        return load(path, files, new Language(dialect, null), memory, new LoadProgress());
    }

    /**
     * How it is found out in which language a file is.
     *
     * @param wanted empty: as the contents say
     * @param flat what it is in if they do not, because it goes with the program's name; null for none
     */
    private record Language(Optional<Dialect> wanted, Dialect flat) {
        Dialect of(List<Token> tokens) {
            return wanted.orElseGet(
                    () -> flat == null ? DialectDetector.detect(tokens) : DialectDetector.detect(tokens, flat));
        }
    }

    private static LoadResult load(
            String path, BoundedFiles files, Language language, LoadMemory memory, LoadProgress progress) {
        // A thread of its own, for its stack, and to be left behind when a file system does not answer.
        FutureTask<LoadResult> loading = new FutureTask<>(() -> read(path, files, language, memory, progress));
        Thread reader = Thread.ofPlatform()
                .name("configuration")
                .stackSize(STACK)
                .daemon()
                .unstarted(loading);
        reader.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return loading.get(Math.max(files.left(), SHORTEST_WAIT), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    String stuck = files.overdue();
                    if (stuck != null) {
                        reader.interrupt();
                        return unreadable(stuck, files.reason());
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("cannot load " + path, e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LoadResult unreadable(String path, String reason) {
        Problems problems = new Problems();
        problems.error(new SourcePosition(path, 1, 1), "cannot read the file: " + reason);
        return new LoadResult(Optional.empty(), Optional.empty(), problems.errors(), problems.warnings());
    }

    private static LoadResult read(
            String path, SourceFiles source, Language language, LoadMemory memory, LoadProgress progress) {
        ReadFiles files = new ReadFiles(source);
        List<?> what = List.of(path, language);
        LoadResult unchanged = memory.unchanged(what, files);
        return unchanged != null ? unchanged : read(path, files, language, memory, what, progress);
    }

    private static LoadResult read(
            String path, ReadFiles files, Language language, LoadMemory memory, List<?> what, LoadProgress progress) {
        Problems problems = new Problems();
        String text;
        try {
            text = files.read(path);
        } catch (IOException failure) {
            return unreadable(path, failure.getMessage());
        }
        IncludingTokens source = new IncludingTokens(path, text, files, problems);
        progress.begins(source);
        CommonTokenStream tokens = new FileTokenStream(new StatementEnds(source));
        Outline outline = new Outline(tokens::getTokens);
        ConfigurationBuilder builder = new ConfigurationBuilder(language.of(tokens.getTokens()), problems, outline);
        SystemConstants.read(files).forEach(builder::predefine);
        ItemParser parser = new ItemParser(tokens, problems, builder::neverHasBlock);
        ItemReuse items = new ItemReuse(memory.items(), builder, tokens, parser);
        progress.parses(tokens, parser, builder);
        parser.forEach(items);
        List<Token> all = tokens.getTokens();
        Configuration configuration = builder.build(SourcePosition.of(all.getLast()), source.filesRead());
        outline.end();
        List<Problem> errors = problems.errors();
        KeptItems kept = items.kept();
        LoadResult result = new LoadResult(
                errors.isEmpty() ? Optional.of(configuration) : Optional.empty(),
                Optional.of(configuration),
                errors,
                problems.warnings());
        if (errors.isEmpty()) {
            memory.keep(kept, what, files, result);
        }
        return result;
    }
}
