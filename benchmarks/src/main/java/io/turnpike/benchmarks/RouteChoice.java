package io.turnpike.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Which of so many routes requests ask for; the same in every run. */
public enum RouteChoice {
    /** Every route as often as any other: the worst case for a processor's caches. */
    UNIFORM,
    /** The second most popular route half as often as the first, the third a third as often (Zipf, exponent 1), as traffic tends to be. */
    ZIPF;

    /** The numbers of the routes that one request after the other asks for. */
    int[] of(int routes, int requests) {
        Random random = new Random(4_711);
        double[] sums = new double[routes];
        double sum = 0;
        for (int rank = 0; rank < routes; rank++) {
            sum += this == ZIPF ? 1.0 / (rank + 1) : 1;
            sums[rank] = sum;
        }
        int[] chosen = new int[requests];
        for (int i = 0; i < requests; i++) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * sum);
            int rank = Math.min(routes - 1, at < 0 ? -at - 1 : at + 1);
            // Spread over all: what is popular does not stand together.
            chosen[i] = (int) (rank * 7_919L % routes);
        }
        return chosen;
    }
}
