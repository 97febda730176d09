package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.RESENT_MEBIBYTES;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Connection;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;
import dev.berth.bench.target.Upload;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// B26: an upload that is cut in the middle, asked about, and continued.
final class ResumeUpload implements Scenario {
    private static final int PURPOSE = 26;

    @Override
    public String id() {
        return "B26";
    }

    @Override
    public String title() {
        return "resume an upload that was cut in half";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public List<Case> cases(Plan plan) {
        long bytes = plan.pick(Bytes.mebi(16), Bytes.mebi(1024));
        return List.of(Case.of(
                        Bytes.format(bytes),
                        Figure.SECONDS,
                        registry -> round -> resume(
                                registry,
                                plan.repository("resume"),
                                RandomBlob.of(plan.series(PURPOSE, round), 0, bytes)))
                .cold());
    }

    /// Measures the whole push, the cut included.
    private static Sample resume(Registry registry, String repository, RandomBlob blob)
            throws IOException, InterruptedException {
        var resent = new AtomicLong();
        Sample sample = Meter.measure(
                registry.process(),
                () -> CountedLoad.run(
                        registry.endpoint(),
                        1,
                        1,
                        Plan.DEADLINE,
                        (connection, _) -> push(registry, connection, repository, blob, resent)));
        if (sample.errors() == 0) {
            Pulls.verify(registry, repository, blob);
        }
        return sample.with(RESENT_MEBIBYTES, Meter.mebibytes(resent.get()));
    }

    private static long push(
            Registry registry,
            Connection connection,
            String repository,
            RandomBlob blob,
            AtomicLong resent)
            throws IOException {
        String location = Upload.open(registry, connection, repository);
        long half = blob.length() / 2;
        connection.abandonAfter(
                registry.request("PATCH", location, Scope.push(repository))
                        .body(Upload.BYTES, blob)
                        .expecting(202),
                half);
        Answer status = connection.exchange(
                registry.request("GET", location, Scope.push(repository)).expecting(204));
        long kept = kept(status);
        resent.set(half - kept);
        String next = Upload.append(
                registry,
                connection,
                repository,
                Upload.location(status),
                blob,
                kept,
                blob.length() - kept);
        return Upload.close(
                registry, connection, repository, next, blob, blob.slice(blob.length(), 0));
    }

    /// The bytes that the registry has, from `Range: 0-<last>`; one byte and none look the same.
    private static long kept(Answer status) throws IOException {
        List<String> range = List.of(status.header("Range").orElse("0-0").split("-", 2));
        if (range.size() != 2) {
            throw new IOException("not a range of an upload: " + range);
        }
        long last = Long.parseLong(range.getLast());
        return last == 0 ? 0 : last + 1;
    }
}
