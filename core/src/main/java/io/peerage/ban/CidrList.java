/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.CidrRules;
import io.peerage.config.ConfigException;
import io.peerage.model.CidrVerdict;
import java.util.List;

/**
 * The allow and deny lists in force, replaced as a whole while others ask.
 *
 * <p><b>Threading</b>: any thread; a lookup sees the lists of before or of after a replacement, never parts of both; of two
 * replacements at once the one that is written last stays. <b>Progress</b>: asking is wait-free, no allocation; replacing builds on the
 * caller's thread and waits for nobody. <b>Complexity</b>: {@link CidrVerdicts}. <b>Errors</b>: {@link ConfigException}
 * names the contradictions of lists that are refused; those in force stay. <b>Origin</b>: features B9.
 */
@AnyThread
public final class CidrList {
    private volatile CidrVerdicts inForce;

    /** These lists, until they are replaced. */
    public CidrList(CidrRules rules) {
        this.inForce = built(rules);
    }

    private static CidrVerdicts built(CidrRules rules) {
        List<String> problems = rules.problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return rules.allow().isEmpty() && rules.deny().isEmpty()
                ? CidrVerdicts.EMPTY
                : new CidrVerdicts(rules);
    }

    /** What the lists say of an address; of no address nothing. */
    public CidrVerdict verdict(long hi, long lo) {
        CidrVerdicts verdicts = inForce;
        return verdicts == CidrVerdicts.EMPTY ? CidrVerdict.NONE : verdicts.verdict(hi, lo);
    }

    /** Replaces both lists. */
    public void replace(CidrRules rules) {
        inForce = built(rules);
    }

    /** The bytes of memory that the lists in force take. */
    public long bytes() {
        return inForce.bytes();
    }
}
