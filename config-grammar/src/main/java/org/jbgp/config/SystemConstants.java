package org.jbgp.config;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.config.source.SourceFiles;

/**
 * The names iproute2 gives to numbers of the kernel, as constants: {@code ipt_main} is a kernel table, {@code
 * ipp_static} a source of routes, {@code ips_link} a scope, {@code ipr_…} a realm. Where iproute2 is not installed
 * there are none, as in BIRD.
 */
final class SystemConstants {
    private static final String DIRECTORY = "/etc/iproute2/";
    private static final Pattern LINE = Pattern.compile("\\s*(0x[0-9a-fA-F]{1,8}|[0-9]{1,10})\\s+([^\\s#]+).*");
    private static final List<Source> SOURCES = List.of(
            new Source("rt_protos", "ipp_", 255),
            new Source("rt_realms", "ipr_", 0xffff_ffffL),
            new Source("rt_scopes", "ips_", 255),
            new Source("rt_tables", "ipt_", 0xffff_ffffL));

    private record Source(String file, String prefix, long most) {}

    private SystemConstants() {}

    /** The constants by name. */
    static Map<String, Long> read(SourceFiles files) {
        Map<String, Long> constants = new LinkedHashMap<>();
        for (Source source : SOURCES) {
            String text;
            try {
                text = files.read(DIRECTORY + source.file());
            } catch (IOException missing) {
                continue;
            }
            text.lines().forEach(line -> {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    String digits = matcher.group(1);
                    long value =
                            digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
                    if (value <= source.most()) {
                        constants.put(source.prefix() + matcher.group(2).replaceAll("[^A-Za-z0-9_]", "_"), value);
                    }
                }
            });
        }
        return constants;
    }
}
