package io.turnpike.gateway.admin;

import java.util.List;

/**
 * What came of a change.
 *
 * @param before what it was made on
 * @param revision the revision that it made; 0 if nothing had to be changed, or the change was only tried
 * @param shadows finds what is never reached once the change is made; nothing if it touched no route
 */
record Outcome(RegistrationState before, Change change, long revision, Shadows shadows) {

    /** The revision that is in force after it. */
    long current() {
        return revision > 0 ? revision : before.revision();
    }

    /** What it has changed, or would have. */
    List<Difference> differences() {
        return ConfigurationDiff.between(before.contents(), before.contentsAfter(change));
    }
}
