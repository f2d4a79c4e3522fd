package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.CallSummary;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.Failure;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.CollectedBody;
import io.turnpike.gateway.upstream.Serial;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.WholeCall;
import io.turnpike.thrift.json.Parameter;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through plugins and upstream and back. What clients, upstreams and plugins say comes on threads of their own and goes
 * through one {@link Serial}; no lock is held when one of them is called.
 */
final class PluginCall implements StreamedCall {

    private static final System.Logger LOGGER = System.getLogger(PluginCall.class.getName());
    private static final int FIRST_FAILURE = 500;

    /** So many places error plugins may send one request to. */
    private static final int MOST_RETRIES = 16;

    private final PluginRuntime runtime;
    private final PluginChain chain;
    private final Upstream upstream;
    private final MutableRequest request;
    private final List<Parameter> pathParameters;
    private final StreamReceiver client;
    private final Serial serial = new Serial(this::unexpected);
    private final Asker asker;
    private final RequestFeed feed;
    private final AnswerFilter answer;
    private final long begin;
    private @Nullable StreamedCall current;
    private int generation;
    private int retries;
    private @Nullable Tried tried;
    private @Nullable BoundPlugin limiting;

    /** What has chosen the endpoint. */
    private @Nullable BoundPlugin sending;

    private String errorCode = "";
    private boolean isOver;

    PluginCall(
            PluginRuntime runtime,
            PluginChain chain,
            Upstream upstream,
            MutableRequest request,
            List<Parameter> pathParameters,
            StreamReceiver client) {
        this.runtime = runtime;
        this.chain = chain;
        this.upstream = upstream;
        this.request = request;
        this.pathParameters = pathParameters;
        this.client = client;
        asker = new Asker(serial, runtime, (plugin, problem) -> refuse(problem));
        feed = new RequestFeed(
                request.contentLength() != 0,
                !chain.in(Phase.ERROR).isEmpty(),
                runtime.options().mostKeptBytes(),
                client::bodyWanted);
        answer = new AnswerFilter(
                chain, asker, request, client, this::resumeUpstream, feed::keepNoMore, () -> over(true));
        begin = runtime.now();
    }

    /** Asks the first plugin, or more. */
    void start() {
        serial.execute(() -> {
            GatewayException broken = chain.broken();
            if (broken == null) {
                judge(Phase.REWRITE, 0);
            } else {
                refuse(broken);
            }
        });
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        byte[] piece = new byte[length];
        System.arraycopy(bytes, offset, piece, 0, length);
        Deferred more = new Deferred(client::bodyWanted);
        serial.execute(() -> more.done(take(piece)));
        return more.leave();
    }

    private boolean take(byte[] piece) {
        if (isOver) {
            return false;
        }
        boolean free = feed.write(piece);
        if (feed.received() > request.mostBytes()) {
            refuse(tooLarge("more"));
            return false;
        }
        return free;
    }

    @Override
    public void finish() {
        serial.execute(() -> {
            if (!isOver) {
                feed.finish();
            }
        });
    }

    @Override
    public void resume() {
        serial.execute(answer::resume);
    }

    @Override
    public void cancel() {
        serial.execute(() -> cancel(0));
    }

    @Override
    public void cancel(GatewayException told) {
        serial.execute(() -> {
            if (!isOver) {
                errorCode = told.error().code();
                cancel(told.error().status());
            }
        });
    }

    /** @param toldStatus the status that the client gets if it has not got one from here; 0 if none */
    private void cancel(int toldStatus) {
        if (!isOver) {
            request.seal();
            stopUpstream();
            answer.close();
            over(false, toldStatus);
        }
    }

    /** Asks the plugins of a phase from one on, then those of the next phase, then the upstream. */
    private void judge(Phase phase, int from) {
        List<BoundPlugin> plugins = chain.in(phase);
        if (isOver) {
            return;
        }
        if (from == plugins.size()) {
            if (phase == Phase.REWRITE) {
                judge(Phase.ACCESS, 0);
            } else {
                send();
            }
            return;
        }
        BoundPlugin plugin = plugins.get(from);
        long mostBytes = request.mostBytes();
        Endpoint endpoint = request.endpoint();
        asker.decide(
                plugin,
                phase.word(),
                handler -> phase == Phase.REWRITE ? handler.rewrite(request) : handler.access(request),
                decision -> {
                    if (request.mostBytes() < mostBytes) {
                        limiting = plugin;
                    }
                    if (request.endpoint() != endpoint) {
                        sending = plugin;
                    }
                    if (decision instanceof Decision.Answer given) {
                        answer(plugin, phase, given.response());
                    } else if (decision instanceof Decision.Refuse refusal) {
                        refuse(refusal.problem().withLogNoteBefore("the plugin " + plugin.key()));
                    } else {
                        judge(phase, from + 1);
                    }
                });
    }

    private void send() {
        request.seal();
        if (request.contentLength() > request.mostBytes()) {
            refuse(tooLarge(request.contentLength() + " bytes"));
            return;
        }
        StreamedRequest outbound = request.outbound();
        for (Endpoint mirror : request.mirrors()) {
            feed.mirror(Mirror.begin(serial, mirror, outbound, runtime.mirrorFaults()));
        }
        Endpoint endpoint = request.endpoint();
        begin(endpoint == null ? upstream : UpstreamEndpoint.of(endpoint), outbound);
    }

    /** With the plugin that has sent the request where it failed, if one has. */
    private GatewayException whose(GatewayException problem) {
        return sending == null || retries > 0
                ? problem
                : problem.withLogNoteBefore("sent there by the plugin " + sending.key());
    }

    private GatewayException tooLarge(String actual) {
        GatewayException problem = CollectedBody.tooLarge(actual, request.mostBytes());
        return limiting == null ? problem : problem.withLogNoteBefore("the plugin " + limiting.key());
    }

    private void begin(Upstream next, StreamedRequest outbound) {
        Attempt attempt = new Attempt(++generation);
        StreamedCall call;
        if (next instanceof StreamedUpstream streamed) {
            call = streamed.begin(outbound, pathParameters, attempt);
        } else {
            call = WholeCall.begin(
                    (BufferedUpstream) next,
                    outbound,
                    pathParameters,
                    attempt,
                    runtime.options().mostWholeBytes());
        }
        current = call;
        feed.attach(call);
    }

    private void stopUpstream() {
        generation++;
        StreamedCall former = current;
        current = null;
        feed.detach();
        if (former != null) {
            former.cancel();
        }
    }

    private void resumeUpstream() {
        StreamedCall now = current;
        if (now != null) {
            now.resume();
        }
    }

    /** Asks error plugins where the request may go; {@code otherwise} is run if there is no such place. */
    private void afterFailure(Failure failure, Runnable otherwise) {
        if (tried != null) {
            tried.outcome(failure);
        }
        if (failure.status() < FIRST_FAILURE || retries >= MOST_RETRIES) {
            otherwise.run();
        } else {
            askAfterFailure(failure, otherwise, 0);
        }
    }

    private void askAfterFailure(Failure failure, Runnable otherwise, int from) {
        List<BoundPlugin> plugins = chain.in(Phase.ERROR);
        if (from == plugins.size()) {
            otherwise.run();
            return;
        }
        BoundPlugin plugin = plugins.get(from);
        if (asker.isOut(plugin)) {
            askAfterFailure(failure, otherwise, from + 1);
            return;
        }
        asker.ask(
                plugin,
                Phase.ERROR.word(),
                handler -> Optional.ofNullable(handler.error(request, failure)).map(this::place),
                place -> {
                    if (place.isEmpty()) {
                        askAfterFailure(failure, otherwise, from + 1);
                    } else {
                        retry(failure, place.get(), otherwise);
                    }
                });
    }

    /** Where the request goes after a failure, and as what. */
    private record Place(String name, StreamedUpstream upstream, StreamedRequest request) {}

    private Place place(Retry retry) {
        return new Place(retry.endpoint().name(), UpstreamEndpoint.of(retry.endpoint()), request.outbound(retry));
    }

    private void retry(Failure failure, Place place, Runnable otherwise) {
        Tried places = tried == null ? new Tried(firstPlace(), failure) : tried;
        tried = places;
        if (!feed.canRepeat()) {
            places.notTo(place.name(), runtime.options().mostKeptBytes());
            otherwise.run();
            return;
        }
        places.to(place.name());
        retries++;
        stopUpstream();
        answer.restart();
        begin(place.upstream(), place.request());
    }

    private String firstPlace() {
        Endpoint endpoint = request.endpoint();
        if (endpoint != null) {
            return endpoint.name();
        }
        return request.routeId().isEmpty()
                ? "the service " + request.serviceName()
                : "the upstream of the route " + request.routeId();
    }

    /** An answer of a plugin. */
    private void answer(BoundPlugin plugin, Phase phase, Response response) {
        try {
            HeaderFields checked = new HeaderFields(List.of());
            WholeCall.fields(response).forEach(field -> checked.add(field.name(), field.value()));
            MutableHead.requireStatus(response.status());
        } catch (IllegalArgumentException e) {
            asker.fail(plugin, phase.word(), e);
            return;
        }
        answer(response);
    }

    /** An answer that is not the upstream's. */
    private void answer(Response response) {
        if (isOver) {
            return;
        }
        request.seal();
        stopUpstream();
        answer.restart();
        answer.head(response.status(), WholeCall.fields(response));
        if (response.bodyLength() > 0) {
            byte[] body = new byte[response.bodyLength()];
            System.arraycopy(response.body(), 0, body, 0, body.length);
            answer.piece(body);
        }
        answer.end();
    }

    private void refuse(GatewayException problem) {
        if (isOver) {
            return;
        }
        errorCode = problem.error().code();
        String consumer = request.consumer();
        GatewayException told = consumer.isEmpty() ? problem : problem.withLogNoteBefore("consumer " + consumer);
        if (answer.status() == 0) {
            client.noted(told);
            answer(ProblemJson.response(told));
        } else {
            breakOff(told);
        }
    }

    /** Ends without asking any plugin what to answer. */
    private void breakOff(GatewayException problem) {
        stopUpstream();
        answer.close();
        over(false);
        client.failed(problem);
    }

    private void unexpected(Throwable failure) {
        LOGGER.log(
                Level.ERROR, request.method() + " " + request.path() + ": unexpected failure among plugins", failure);
        if (!isOver) {
            errorCode = GatewayError.INTERNAL_ERROR.code();
            breakOff(GatewayException.unforeseen());
        }
    }

    private void over(boolean isWhole) {
        over(isWhole, 0);
    }

    private void over(boolean isWhole, int toldStatus) {
        if (isOver) {
            return;
        }
        isOver = true;
        generation++;
        current = null;
        feed.end();
        if (tried != null) {
            client.tried(tried.toString());
        }
        request.seal();
        List<BoundPlugin> plugins = chain.in(Phase.LOG);
        if (plugins.isEmpty()) {
            return;
        }
        CallSummary summary = new CallSummary(
                answer.status() == 0 ? toldStatus : answer.status(),
                errorCode,
                feed.received(),
                answer.sent(),
                Duration.ofNanos(runtime.now() - begin),
                isWhole);
        for (BoundPlugin plugin : plugins) {
            if (plugin.isInline()) {
                log(plugin, request, summary);
            } else {
                MutableRequest seen = request.copy();
                // The snapshot that holds it may be gone before it is asked.
                plugin.retain();
                plugin.threads().offer(() -> log(plugin, seen, summary), plugin::release);
            }
        }
    }

    private static void log(BoundPlugin plugin, MutableRequest seen, CallSummary summary) {
        try {
            plugin.handler().log(seen, summary);
        } catch (Exception | Error e) {
            plugin.tellFirst(Phase.LOG.word(), e);
        }
    }

    /** What comes from one of the places that the request is sent to; nothing of it counts once the request has gone elsewhere. */
    private final class Attempt implements StreamReceiver {

        private final int number;

        Attempt(int number) {
            this.number = number;
        }

        private void ifCurrent(Runnable task) {
            serial.execute(() -> {
                if (number == generation && !isOver) {
                    task.run();
                }
            });
        }

        @Override
        public void bodyWanted() {
            ifCurrent(feed::wanted);
        }

        @Override
        public void head(int status, List<HeaderField> fields) {
            ifCurrent(() -> answer.then(
                    () -> afterFailure(new Failure(status, null, retries), () -> answer.filterHead(status, fields))));
        }

        @Override
        public boolean body(ByteBuffer bytes) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            Deferred more = new Deferred(() -> ifCurrent(PluginCall.this::resumeUpstream));
            ifCurrent(() -> {
                answer.piece(piece);
                more.done(answer.isFree());
            });
            return more.leave();
        }

        @Override
        public void noted(GatewayException problem) {
            ifCurrent(() -> client.noted(problem));
        }

        @Override
        public void end() {
            ifCurrent(answer::end);
        }

        @Override
        public void failed(GatewayException problem) {
            ifCurrent(() -> answer.then(() -> {
                if (answer.status() == 0) {
                    afterFailure(new Failure(problem.error().status(), problem, retries), () -> refuse(whose(problem)));
                } else {
                    refuse(whose(problem));
                }
            }));
        }
    }
}
