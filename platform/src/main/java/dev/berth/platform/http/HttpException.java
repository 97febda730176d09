package dev.berth.platform.http;

/// Carries an [HttpProblem] to the edge.
public final class HttpException extends RuntimeException {
    private final transient HttpProblem problem;

    public HttpException(HttpProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public HttpProblem problem() {
        return problem;
    }
}
