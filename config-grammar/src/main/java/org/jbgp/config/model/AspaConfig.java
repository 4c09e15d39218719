package org.jbgp.config.model;

import java.util.List;

/**
 * An autonomous system provider authorisation (draft-ietf-sidrops-aspa-profile).
 *
 * @param customer the AS that speaks, 0 to 4294967295
 * @param providers the ASes it buys transit from, at least one; AS 0 alone says that there are none
 */
public record AspaConfig(long customer, List<Long> providers) {
    public AspaConfig {
        providers = List.copyOf(providers);
    }
}
