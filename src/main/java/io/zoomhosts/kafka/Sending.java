package io.zoomhosts.kafka;

import io.zoomhosts.report.NotCommittedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends the records of one transaction on a thread of its own, in their order: to serialise and compress them takes as
 * long as all the rest of a host's way, and need not keep that waiting. After a record that failed no other is sent.
 */
final class Sending {

    /** Enough for a few pages; whoever is quicker than Kafka waits. */
    private static final int ROOM = 1024;

    private static final ProducerRecord<Object, Object> END = new ProducerRecord<>("end", null);

    private final Producer<Object, Object> producer;
    private final BlockingQueue<ProducerRecord<Object, Object>> records = new ArrayBlockingQueue<>(ROOM);
    private final Thread thread;
    private volatile NotCommittedException failure;

    Sending(Producer<Object, Object> producer, String name) {
        this.producer = producer;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** @throws NotCommittedException if one of the records before could not be sent */
    void add(ProducerRecord<Object, Object> sent) throws InterruptedException {
        do {
            check();
        } while (!records.offer(sent, 100, TimeUnit.MILLISECONDS));
    }

    /**
     * Waits until Kafka has all of them.
     *
     * @throws NotCommittedException if it did not take one of them
     */
    void finish() throws InterruptedException {
        add(END);
        thread.join();
        check();
        producer.flush();
        check();
    }

    /** Gives up what was not sent yet: from here on it has failed. */
    void cancel() {
        thread.interrupt();
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        List<ProducerRecord<Object, Object>> next = new ArrayList<>();
        try {
            while (failure == null) {
                next.add(records.take());
                records.drainTo(next);
                for (ProducerRecord<Object, Object> sent : next) {
                    if (sent == END) {
                        return;
                    }
                    send(sent);
                }
                next.clear();
            }
        } catch (InterruptedException e) {
            fail("the transaction was given up before all of its records were sent", e);
        } catch (RuntimeException | ExecutionException e) {
            fail("a record could not be sent", e);
        }
    }

    /** What cannot be sent fails at once: its topic is gone, say, and {@code max.block.ms} were waited for. */
    private void send(ProducerRecord<Object, Object> sent) throws InterruptedException, ExecutionException {
        Future<?> done = producer.send(sent, (metadata, refused) -> {
            if (refused != null) {
                fail("Kafka did not take a record", refused);
            }
        });
        if (done.isDone()) {
            done.get();
        }
    }

    /** The first failure is the reason: it makes others follow. */
    private synchronized void fail(String what, Exception cause) {
        if (failure == null) {
            failure = new NotCommittedException(what, cause);
        }
    }
}
