/** The life of a node of Calico, under traffic: restarts, upgrades, reloads, changes of its devices. */
package org.jbgp.daemon.it.life;
