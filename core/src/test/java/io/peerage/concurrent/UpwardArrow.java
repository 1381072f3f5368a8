/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import io.peerage.model.Direction;

/** Points from the bottom to a room beside it, which no class of the core does; a fixture of the architecture test. */
public final class UpwardArrow {
    final Direction direction = Direction.INBOUND;
}
