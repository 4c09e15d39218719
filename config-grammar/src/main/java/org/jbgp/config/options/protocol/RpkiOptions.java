package org.jbgp.config.options.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol rpki}. */
public final class RpkiOptions {
    /** The highest version of RPKI-RTR there is. */
    static final int HIGHEST_VERSION = 2;

    public static final OptionTable<RpkiDraft> TABLE = new OptionTable<>(List.of(
            Option.<RpkiDraft>option(
                    "remote",
                    changes(Effect.LIVE, rpki -> rpki.host()),
                    "<address> | <string> [port <number>]",
                    "",
                    "Address or name of the cache. It must be given.",
                    RpkiOptions::remote),
            Option.<RpkiDraft>option(
                    "port",
                    changes(Effect.LIVE, rpki -> rpki.port()),
                    "<number>",
                    "323; 22 for ssh",
                    "TCP port of the cache.",
                    (arguments, draft) -> draft.port = (int) arguments.number("a port", 1, 65535)),
            Option.<RpkiDraft>option(
                    "local address",
                    changes(Effect.LIVE, rpki -> rpki.localAddress()),
                    "<address>",
                    "the system's choice",
                    "This router's end.",
                    (arguments, draft) -> draft.localAddress = arguments.address()),
            Option.<RpkiDraft>option(
                            "transport",
                            changes(Effect.LIVE, rpki -> rpki.transport()),
                            "tcp [{ … }] | ssh { … }",
                            "tcp",
                            "What the protocol runs over.",
                            RpkiOptions::transport)
                    .holding(RpkiOptions::ofTransport),
            interval(
                    "refresh",
                    changes(Effect.LIVE, rpki -> rpki.refresh()),
                    1,
                    86400,
                    "3600",
                    "Seconds between queries.",
                    (draft, i) -> draft.refresh = i),
            interval(
                    "retry",
                    changes(Effect.LIVE, rpki -> rpki.retry()),
                    1,
                    7200,
                    "600",
                    "Seconds between attempts after a failure.",
                    (draft, i) -> draft.retry = i),
            interval(
                    "expire",
                    changes(Effect.LIVE, rpki -> rpki.expire()),
                    600,
                    172800,
                    "7200",
                    "Age in seconds at which data is dropped.",
                    (draft, i) -> draft.expire = i),
            Option.<RpkiDraft>toggle(
                    "ignore max length",
                    changes(Effect.LIVE, rpki -> rpki.ignoreMaxLength()),
                    "off",
                    "Takes ROAs as if none had a maximal length.",
                    (draft, on) -> draft.ignoreMaxLength = on),
            Option.<RpkiDraft>option(
                    "min version",
                    changes(Effect.LIVE, rpki -> rpki.minVersion()),
                    "<0 to 2>",
                    "0",
                    "Lowest version of RPKI-RTR to speak.",
                    (arguments, draft) -> draft.minVersion = (int) arguments.number("min version", 0, HIGHEST_VERSION)),
            Option.<RpkiDraft>option(
                    "max version",
                    changes(Effect.LIVE, rpki -> rpki.maxVersion()),
                    "<0 to 2>",
                    "2",
                    "Highest version of RPKI-RTR to speak.",
                    (arguments, draft) ->
                            draft.maxVersion = (int) arguments.number("max version", 0, HIGHEST_VERSION))));

    /** The block of {@code transport tcp}. */
    public static final OptionTable<RpkiDraft> TCP = new OptionTable<>(List.of(
            Option.<RpkiDraft>option(
                    "authentication",
                    "none | md5",
                    "none",
                    "How TCP segments are authenticated.",
                    (arguments, draft) ->
                            draft.md5 = arguments.choice("none", "md5").equals("md5")),
            Option.<RpkiDraft>option(
                    "password",
                    "<string>",
                    "",
                    "Key of TCP MD5 (RFC 2385).",
                    (arguments, draft) -> draft.password = arguments.text())));

    /** The block of {@code transport ssh}. */
    public static final OptionTable<RpkiDraft> SSH = new OptionTable<>(List.of(
            Option.<RpkiDraft>option(
                    "bird private key",
                    "<file>",
                    "",
                    "This router's key, without a passphrase.",
                    (arguments, draft) -> draft.privateKey = arguments.text()),
            Option.<RpkiDraft>option(
                    "remote public key",
                    "<file>",
                    "",
                    "The cache's key, or known hosts; without it any key is taken.",
                    (arguments, draft) -> draft.cacheKey = arguments.text()),
            Option.<RpkiDraft>option(
                    "user",
                    "<string>",
                    "",
                    "Who to log in as. It must be given.",
                    (arguments, draft) -> draft.user = arguments.text())));

    private RpkiOptions() {}

    private static Change changes(Effect effect, Function<RpkiConfig, ?> value) {
        return Change.of(RpkiConfig.class, effect, value);
    }

    private interface IntervalSetter {
        void set(RpkiDraft draft, RpkiConfig.Interval interval);
    }

    private static Option<RpkiDraft> interval(
            String word, Change change, int least, int most, String standard, String meaning, IntervalSetter setter) {
        return Option.<RpkiDraft>option(
                word,
                change,
                "[keep] <" + least + " to " + most + ">",
                standard,
                meaning + " With 'keep', what the cache says does not count.",
                (arguments, draft) -> {
                    boolean keep = arguments.tryWords("keep");
                    setter.set(draft, new RpkiConfig.Interval((int) arguments.number(word, least, most), keep));
                });
    }

    private static void remote(Arguments arguments, RpkiDraft draft) {
        if (draft.host != null) {
            throw arguments.fail("an rpki protocol has one cache only, and this one already has " + draft.host);
        }
        if (arguments.nextIsText()) {
            draft.host = arguments.text();
        } else if (arguments.nextIsAddress()) {
            draft.host = arguments.address().toString();
        } else {
            throw arguments.expected("<address> or <string>");
        }
        if (arguments.tryWords("port")) {
            draft.port = (int) arguments.number("a port", 1, 65535);
        }
    }

    private static OptionTable<RpkiDraft> ofTransport(String word) {
        return word.equals("ssh") ? SSH : TCP;
    }

    private static void transport(Arguments arguments, RpkiDraft draft) {
        if (draft.transport != null) {
            throw arguments.fail("there is already a 'transport " + draft.transport + "'");
        }
        draft.transport = arguments.choice("tcp", "ssh");
        boolean tcp = draft.transport.equals("tcp");
        if (!tcp || arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, ofTransport(draft.transport), draft, "transport " + draft.transport);
        }
        if (!tcp && draft.user == null) {
            throw arguments.failAtLast("transport ssh needs a 'user'");
        }
        if (tcp && draft.md5 != (draft.password != null)) {
            throw arguments.failAtLast(
                    draft.md5 ? "'authentication md5' needs a 'password'" : "'password' needs 'authentication md5'");
        }
    }

    /** An RPKI protocol while its options are read. */
    public static final class RpkiDraft extends ProtocolDraft {
        String host;
        int port;
        IpAddress localAddress;
        String transport;
        boolean md5;
        String password;
        String user;
        String privateKey;
        String cacheKey;
        RpkiConfig.Interval refresh = new RpkiConfig.Interval(3600, false);
        RpkiConfig.Interval retry = new RpkiConfig.Interval(600, false);
        RpkiConfig.Interval expire = new RpkiConfig.Interval(7200, false);
        boolean ignoreMaxLength;
        int minVersion;
        int maxVersion = HIGHEST_VERSION;

        public RpkiDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        RpkiConfig.Transport transport() {
            return "ssh".equals(transport)
                    ? new RpkiConfig.Ssh(user, Optional.ofNullable(privateKey), Optional.ofNullable(cacheKey))
                    : new RpkiConfig.Tcp(Optional.ofNullable(password));
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            String who = "protocol '" + common.name() + "'";
            check(host == null, who + " needs a cache: remote <address> or \"<name>\";");
            check(
                    minVersion > maxVersion,
                    "the min version " + minVersion + " of '" + common.name() + "' exceeds its max version "
                            + maxVersion);
            check(
                    "ssh".equals(transport) && !common.vrfDevice().isEmpty(),
                    "the cache of '" + common.name()
                            + "' cannot be reached by 'transport ssh' in a VRF: use 'transport tcp'");
            check(channels().isEmpty(), who + " needs a channel: roa4 { … }; roa6 { … }; or aspa { … };");
            RpkiConfig.Transport transport = transport();
            return new RpkiConfig(
                    common,
                    channelConfigs(),
                    new RpkiConfig.Cache(
                            host == null ? "" : host,
                            port != 0 ? port : transport instanceof RpkiConfig.Ssh ? 22 : 323,
                            Optional.ofNullable(localAddress),
                            transport),
                    new RpkiConfig.Intervals(refresh, retry, expire),
                    ignoreMaxLength,
                    new RpkiConfig.Versions(minVersion, maxVersion));
        }
    }
}
