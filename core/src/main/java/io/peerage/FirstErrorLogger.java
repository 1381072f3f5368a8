/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.event.ErrorHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What hears of the exceptions of user code if nobody else was told to: it logs the first, so that nobody wonders why nothing
 * happens, and no other, since who can make a listener fail could flood the log. <b>Threading</b>: owner thread.
 */
final class FirstErrorLogger implements ErrorHandler {
    private static final String NAME = "io.peerage";

    private boolean told;

    @Override
    public void onError(Throwable error) {
        if (!told) {
            told = true;
            Logger logger = System.getLogger(NAME);
            logger.log(
                    Level.WARNING,
                    "a listener or a command sink of the peer manager threw; further ones are only counted as LISTENER_FAILURES"
                            + " and SINK_FAILURES: pass the builder an errorHandler to hear of each",
                    error);
        }
    }
}
