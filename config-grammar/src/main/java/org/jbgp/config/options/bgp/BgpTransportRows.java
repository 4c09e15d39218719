package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.toggle;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.bfd.BgpBfd;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** How the TCP connection of a BGP session is made. */
final class BgpTransportRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            option(
                    "multihop",
                    changes(Effect.RESTART, bgp -> bgp.transport().hops().multihop()),
                    "[<1 to 255>]",
                    "64 for internal neighbors, else direct",
                    "The neighbor need not be on a connected network; the number is the TTL.",
                    (arguments, draft) -> draft.transport.multihop =
                            arguments.atEnd() ? 64 : (int) arguments.number("multihop", 1, 255)),
            option(
                    "direct",
                    Change.alias("multihop"),
                    "",
                    "for external neighbors",
                    "The neighbor is on a connected network.",
                    (arguments, draft) -> draft.transport.multihop = 0),
            toggle(
                    "ttl security",
                    changes(Effect.RESTART, bgp -> bgp.transport().hops().ttlSecurity()),
                    "off",
                    "Accepts only packets that cannot have come from farther away (RFC 5082).",
                    (draft, on) -> draft.transport.ttlSecurity = on),
            toggle(
                    "passive",
                    changes(Effect.RESTART, bgp -> bgp.transport().passive()),
                    "off",
                    "Never dials, only listens.",
                    (draft, on) -> draft.transport.passive = on),
            toggle(
                    "strict bind",
                    changes(Effect.RESTART, bgp -> bgp.transport().binding().strict()),
                    "off",
                    "Listens on the local address and interface only.",
                    (draft, on) -> draft.transport.strictBind = on),
            toggle(
                    "free bind",
                    changes(Effect.RESTART, bgp -> bgp.transport().binding().free()),
                    "off",
                    "Binds to the local address even if the machine does not have it.",
                    (draft, on) -> draft.transport.freeBind = on),
            toggle(
                    "onlink",
                    changes(Effect.RESTART, bgp -> bgp.transport().reach().onlink()),
                    "off",
                    "The neighbor is on the interface even if no address there says so.",
                    (draft, on) -> draft.transport.onlink = on),
            toggle(
                    "check link",
                    changes(Effect.RESTART, bgp -> bgp.transport().reach().checkLink()),
                    "on for direct neighbors of 2.x",
                    "An interface without link is as good as down.",
                    (draft, on) -> draft.transport.checkLink = on),
            option(
                    "password",
                    changes(Effect.LIVE, bgp -> bgp.transport().key().password()),
                    "<string>",
                    "",
                    "Key of TCP MD5 (RFC 2385).",
                    (arguments, draft) -> {
                        String password = arguments.text();
                        // TCP_MD5SIG_MAXKEYLEN of linux/tcp.h
                        if (password.isEmpty() || password.length() > 80) {
                            throw arguments.failAtLast("a password has from 1 to 80 characters");
                        }
                        draft.transport.password = password;
                    }),
            option(
                    "authentication",
                    Change.between(
                            BgpConfig.class,
                            Effect.RESTART,
                            (former, next) ->
                                    aoKeys(former).isEmpty() != aoKeys(next).isEmpty()),
                    "none | md5 | ao",
                    "md5 if there is a password",
                    "How TCP segments are authenticated: TCP MD5 (RFC 2385) or TCP-AO (RFC 5925).",
                    (arguments, draft) -> {
                        String method = arguments.choice("none", "md5", "ao");
                        draft.transport.md5 = method.equals("md5");
                        draft.transport.ao = method.equals("ao");
                    }),
            Option.<BgpDraft>option(
                            "keys",
                            Change.between(
                                    BgpConfig.class,
                                    Effect.LIVE,
                                    (former, next) -> !aoKeys(former).isEmpty()
                                            && !aoKeys(next).isEmpty()
                                            && !aoKeys(former).equals(aoKeys(next))),
                            "{ key { … }; … }",
                            "",
                            "Keys of TCP-AO (RFC 5925); needs 'authentication ao', and a Linux that has it (6.7).",
                            (arguments, draft) -> draft.transport.keys = BgpAoKeyRows.keys(arguments))
                    .onlyNew()
                    .holding(word -> BgpAoKeyRows.KEYS),
            toggle(
                            "disable rx",
                            changes(Effect.RESTART, bgp -> bgp.transport().disableRx()),
                            "off",
                            "Reads nothing from the neighbor once the session is up, and does not miss it; for tests.",
                            (draft, on) -> draft.transport.disableRx = on)
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "tx size warning",
                            changes(Effect.LIVE, bgp -> bgp.transport().txSizeWarning()),
                            "<bytes>",
                            "0, which is never",
                            "Warns when more waits to be sent (3.x); at most 8 MiB do.",
                            (arguments, draft) -> draft.transport.txSizeWarning = arguments.number("tx size warning"))
                    .onlyNew(),
            toggle(
                    "setkey",
                    changes(Effect.LIVE, bgp -> bgp.transport().key().installed()),
                    "on",
                    "Installs the password in the kernel itself; always done on Linux.",
                    (draft, on) -> draft.transport.setKey = on),
            Option.<BgpDraft>option(
                            "bfd",
                            changes(Effect.LIVE, bgp -> bgp.transport().reach().bfd()),
                            "[<switch>] | graceful | { … }",
                            "off",
                            "Watches the neighbor with BFD (RFC 5880); needs a protocol bfd.",
                            (arguments, draft) -> draft.transport.bfd = bfd(arguments))
                    .holding(word -> BfdSessionOptions.TABLE));

    private BgpTransportRows() {}

    private static List<AoKey> aoKeys(BgpConfig bgp) {
        return bgp.transport().key().ao();
    }

    private static Optional<BgpBfd> bfd(Arguments arguments) {
        if (arguments.nextIsBlock()) {
            return Optional.of(BfdSessionOptions.ofBgp(arguments));
        }
        if (arguments.tryWords("graceful")) {
            return Optional.of(BgpBfd.GRACEFUL);
        }
        return arguments.toggle() ? Optional.of(BgpBfd.PLAIN) : Optional.empty();
    }

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        Integer multihop;
        boolean ttlSecurity;
        boolean passive;
        boolean strictBind;
        boolean freeBind;
        boolean onlink;
        String password;
        /** Whether {@code authentication md5} is there. */
        boolean md5;

        /** Whether {@code authentication ao} is there. */
        boolean ao;

        List<AoKey> keys = List.of();

        boolean setKey = true;
        Boolean checkLink;
        Optional<BgpBfd> bfd = Optional.empty();
        boolean disableRx;
        long txSizeWarning;

        /** @param hops what {@link #multihop} comes to */
        BgpTransport build(int hops, boolean flat) {
            return new BgpTransport(
                    new HopLimit(hops, ttlSecurity),
                    passive,
                    new BgpTransport.Binding(strictBind, freeBind),
                    new BgpTransport.Reach(
                            onlink, Optional.ofNullable(checkLink).orElse(!flat && hops == 0), bfd),
                    new BgpTransport.Key(Optional.ofNullable(password), setKey, keys),
                    disableRx,
                    txSizeWarning);
        }
    }
}
