package org.jbgp.daemon.glass;

import java.util.List;
import java.util.regex.Pattern;

/** Where the lines of filters stand: file, line and column. In which folder the file lies is nothing for the world. */
final class LinePlaces {
    private static final Pattern FOLDER = Pattern.compile("^/(?:[^/]*/)*?(?=[^/]+?:\\d+:\\d+ )");

    private LinePlaces() {}

    static List<String> withoutFolders(List<String> lines) {
        return lines.stream().map(line -> FOLDER.matcher(line).replaceFirst("")).toList();
    }
}
