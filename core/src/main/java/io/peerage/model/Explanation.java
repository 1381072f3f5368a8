/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why an admission would be refused now: the limit that bites, what it allows and what is taken.
 *
 * @param result the refusal, or {@link Result#DONE} when nothing stands in the way
 * @param subject the limit or rule, in words
 * @param taken what is taken of it now, 0 where nothing is counted
 * @param limit what it allows, 0 where nothing is counted
 *     <p><b>Threading</b>: immutable, any thread; made off the hot path, so it may allocate. <b>Origin</b>: features
 *     B12.
 */
public record Explanation(Result result, String subject, long taken, long limit) {
    /** {@return an explanation of an admission that nothing stands against} */
    public static Explanation admitted() {
        return new Explanation(Result.DONE, "nothing stands in the way", 0, 0);
    }

    @Override
    public String toString() {
        return limit > 0
                ? result + ": " + subject + ", " + taken + " of " + limit + " taken"
                : result + ": " + subject;
    }
}
