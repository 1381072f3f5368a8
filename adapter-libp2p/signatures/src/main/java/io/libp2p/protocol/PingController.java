/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.protocol;

import java.util.concurrent.CompletableFuture;

/** The public signature of jvm-libp2p's interface of this name. */
public interface PingController {
    CompletableFuture<Long> ping();
}
