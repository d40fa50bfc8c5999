package io.zoomhosts.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

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
    private volatile KafkaException failure;
    private volatile boolean finished;

    Sending(Producer<Object, Object> producer, String name) {
        this.producer = producer;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** @throws KafkaException if one of the records before could not be sent */
    void add(ProducerRecord<Object, Object> sent) throws InterruptedException {
        do {
            check();
        } while (!records.offer(sent, 100, TimeUnit.MILLISECONDS));
    }

    /**
     * Waits until all of them are on their way to Kafka; the commit waits for their arrival.
     *
     * @throws KafkaException if one of them could not be sent
     */
    void finish() throws InterruptedException {
        add(END);
        thread.join();
        check();
        if (!finished) {
            throw new KafkaException("the transaction was given up before all of its records were sent");
        }
    }

    /** Gives up what was not sent yet. */
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
            while (true) {
                next.add(records.take());
                records.drainTo(next);
                for (ProducerRecord<Object, Object> sent : next) {
                    if (sent == END) {
                        finished = true;
                        return;
                    }
                    send(sent);
                }
                next.clear();
            }
        } catch (KafkaException e) {
            failure = e;
        } catch (InterruptedException cancelled) {
            // the transaction is aborted
        } catch (RuntimeException | ExecutionException e) {
            failure = new KafkaException(e);
        }
    }

    /** What cannot be sent fails at once: its topic is gone, say, and {@code max.block.ms} were waited for. */
    private void send(ProducerRecord<Object, Object> sent) throws InterruptedException, ExecutionException {
        Future<?> done = producer.send(sent);
        if (done.isDone()) {
            done.get();
        }
    }
}
