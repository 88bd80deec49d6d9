package dev.holdfast.bench;

import java.time.Duration;
import java.util.Optional;

/** The CPU time that this process and the server's have used since they began. */
record CpuTime(Duration client, Optional<Duration> server) {

    static CpuTime now(Optional<ProcessHandle> server) {
        return new CpuTime(of(ProcessHandle.current()), server.map(CpuTime::of));
    }

    private static Duration of(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() ->
                        new BenchException("This system does not tell the CPU time of process " + process.pid() + "."));
    }
}
