/**
 * The looking glass: a page for people, its data as JSON, and the paths of birdwatcher for Alice-LG. {@link
 * org.jbgp.daemon.glass.LookingGlass} is the only way in; nothing of it is loaded before the configuration asks for it.
 * It reads through {@code control.view} and changes nothing: {@code RouterCommands} is unknown here, and so is every
 * value that holds a secret.
 */
package org.jbgp.daemon.glass;
