package io.turnpike.gateway.plugin.ratelimit;

/** How requests are counted. */
enum Algorithm {
    /** See {@link SlidingWindow}. */
    SLIDING_WINDOW("sliding-window"),
    /** See {@link TokenBucket}. */
    TOKEN_BUCKET("token-bucket");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    /** Its name in configurations. */
    String word() {
        return word;
    }

    static Algorithm of(String word) {
        return word.equals(TOKEN_BUCKET.word) ? TOKEN_BUCKET : SLIDING_WINDOW;
    }
}
