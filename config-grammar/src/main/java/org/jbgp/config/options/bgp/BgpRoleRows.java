package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.toggle;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** What the two sides of a BGP session are to each other: reflector, route server, confederation, role. */
final class BgpRoleRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            toggle(
                    "rr client",
                    changes(Effect.SESSION, bgp -> bgp.role().rrClient()),
                    "off",
                    "The neighbor is a client of this route reflector (RFC 4456).",
                    (draft, on) -> draft.role.rrClient = on),
            option(
                    "rr cluster id",
                    changes(Effect.SESSION, bgp -> bgp.role().rrClusterId()),
                    "<number> | <IPv4 address>",
                    "the router id",
                    "Cluster id of this route reflector.",
                    (arguments, draft) -> draft.role.rrClusterId = arguments.quad()),
            toggle(
                    "rs client",
                    changes(Effect.RESTART, bgp -> bgp.role().rsClient()),
                    "off",
                    "The neighbor is a client of this route server (RFC 7947).",
                    (draft, on) -> draft.role.rsClient = on),
            toggle(
                            "confederation member",
                            changes(Effect.RESTART, bgp -> bgp.role().confederationMember()),
                            "off",
                            "The neighbor is in this router's confederation, in another AS of it.",
                            (draft, on) -> draft.role.confederationMember = on)
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "confederation",
                            changes(Effect.RESTART, bgp -> bgp.role().confederation()),
                            "<number>",
                            "none",
                            "AS number by which neighbors outside know this router's confederation (RFC 5065).",
                            (arguments, draft) -> draft.role.confederation = BgpRows.asn(arguments))
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "local role",
                            changes(Effect.RESTART, bgp -> bgp.role().localRole()),
                            "peer | provider | customer | rs_server | rs_client",
                            "",
                            "Our role on the session (RFC 9234): it must fit the neighbor's, and routes that leak are neither accepted nor advertised.",
                            (arguments, draft) -> {
                                String role =
                                        arguments.choice("peer", "provider", "customer", "rs_server", "rs_client");
                                draft.role.localRole = BgpRoleOptions.LocalRole.valueOf(role.toUpperCase(Locale.ROOT));
                            })
                    .onlyNew(),
            toggle(
                            "require roles",
                            changes(Effect.RESTART, bgp -> bgp.role().requireRoles()),
                            "off",
                            "Refuses neighbors without a role.",
                            (draft, on) -> draft.role.requireRoles = on)
                    .onlyNew());

    private BgpRoleRows() {}

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        long confederation;
        boolean confederationMember;
        boolean rrClient;
        IpAddress rrClusterId;
        boolean rsClient;
        BgpRoleOptions.LocalRole localRole;
        boolean requireRoles;

        BgpRoleOptions build() {
            return new BgpRoleOptions(
                    rrClient,
                    Optional.ofNullable(rrClusterId),
                    rsClient,
                    confederation == 0 ? OptionalLong.empty() : OptionalLong.of(confederation),
                    confederationMember,
                    Optional.ofNullable(localRole),
                    requireRoles);
        }
    }
}
