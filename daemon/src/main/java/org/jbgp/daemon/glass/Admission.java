package org.jbgp.daemon.glass;

import org.jbgp.daemon.http.HttpQuery;

/** Says who may ask. */
@FunctionalInterface
interface Admission {
    /** @throws org.jbgp.daemon.http.HttpRefusal if the request is not for us */
    void check(HttpQuery query);
}
