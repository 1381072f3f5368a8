/**
 * Peerage counts and admits connections, from any thread, without locks and without garbage.
 *
 * <pre>
 *   any thread                                            owner thread
 *   event in → admission → counters → dirty mark ───────► tick → lifecycle events and commands out
 *   queries: isConnected, counts, connectedness …
 * </pre>
 *
 * <p>Start at {@link io.peerage.PeerManager}.
 */
@NullMarked
package io.peerage;

import org.jspecify.annotations.NullMarked;
