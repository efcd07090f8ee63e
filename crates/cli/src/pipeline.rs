//! Work on many threads, results in the order of the inputs, and no more of either in memory than
//! the threads need.
//!
//! One thread draws inputs and, for each, opens a small channel for its results. The receiving ends
//! stand in a bounded queue in the order of the inputs, the sending ends travel with the inputs to
//! whichever worker is free. Who empties the queue therefore sees results in order, and who does not
//! empty it holds everybody else up. Dropping the receiver ends all threads at their next send.

use std::io;
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

/// How many results of one input may wait before its worker does.
const RESULTS_AHEAD: usize = 16;

/// Worker threads parse what strangers nested; they get the stack that a main thread has.
const STACK_BYTES: usize = 8 << 20;

/// Results in the order of their inputs.
pub struct Ordered<O> {
    queue: Receiver<Receiver<O>>,
    current: Option<Receiver<O>>,
}

/// Does `work` on every input, `jobs` at a time. What `work` sends for one input comes out together
/// and in the order it was sent; the results of an earlier input come before those of a later one.
///
/// # Errors
///
/// When the system refuses a thread.
pub fn in_order<I, O>(
    inputs: impl Iterator<Item = I> + Send + 'static,
    jobs: usize,
    work: impl Fn(I, &Sender<O>) + Clone + Send + 'static,
) -> io::Result<Ordered<O>>
where
    I: Send + 'static,
    O: Send + 'static,
{
    let (enqueue, queue) = bounded::<Receiver<O>>(2 * jobs);
    let (hand_out, take) = bounded::<(I, Sender<O>)>(jobs);
    for _ in 0..jobs {
        let (take, work) = (take.clone(), work.clone());
        start("worker", move || {
            for (input, results) in take {
                work(input, &results);
            }
        })?;
    }
    start("inputs", move || {
        for input in inputs {
            let (results, receive) = bounded(RESULTS_AHEAD);
            let nobody_waits = enqueue.send(receive).is_err();
            if nobody_waits || hand_out.send((input, results)).is_err() {
                return;
            }
        }
    })?;
    Ok(Ordered { queue, current: None })
}

fn start(name: &str, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES).spawn(run).map(|_| ())
}

/// What came before a moment.
pub enum Next<O> {
    /// A result.
    Came(O),
    /// None yet.
    Late,
    /// None, and none will.
    Over,
}

impl<O> Ordered<O> {
    /// The next result, if it comes before a moment.
    pub fn next_before(&mut self, moment: Instant) -> Next<O> {
        loop {
            if let Some(results) = &self.current {
                match results.recv_deadline(moment) {
                    Ok(result) => return Next::Came(result),
                    Err(RecvTimeoutError::Timeout) => return Next::Late,
                    Err(RecvTimeoutError::Disconnected) => self.current = None,
                }
            }
            match self.queue.recv_deadline(moment) {
                Ok(results) => self.current = Some(results),
                Err(RecvTimeoutError::Timeout) => return Next::Late,
                Err(RecvTimeoutError::Disconnected) => return Next::Over,
            }
        }
    }
}

impl<O> Iterator for Ordered<O> {
    type Item = O;

    fn next(&mut self) -> Option<O> {
        loop {
            if let Some(result) = self.current.as_ref().and_then(|results| results.recv().ok()) {
                return Some(result);
            }
            self.current = Some(self.queue.recv().ok()?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Sends each number as often as it says, later ones sooner ready than earlier ones.
    fn repeat(number: usize, results: &Sender<usize>) {
        let effort: usize = (0..(50 - number.min(50)) * 2_000).fold(0, |sum, n| sum ^ (n * n));
        for _ in 0..number % 40 {
            let _ = results.send(number + (effort & usize::from(number > usize::MAX / 2)));
        }
    }

    #[test]
    fn results_come_in_the_order_of_inputs_whatever_the_threads() {
        let expected: Vec<usize> = (0..200).flat_map(|n| vec![n; n % 40]).collect();
        for jobs in [1, 2, 7] {
            let got: Vec<usize> = in_order(0..200, jobs, repeat).unwrap().collect();
            assert_eq!(got, expected, "{jobs} jobs");
        }
    }

    #[test]
    fn whoever_waits_for_a_moment_gets_the_same_and_is_not_held_up() {
        let (say, heard) = bounded::<usize>(0);
        let mut results = in_order(heard.into_iter(), 2, repeat).unwrap();
        // Nobody has said anything.
        assert!(matches!(results.next_before(Instant::now()), Next::Late));
        let talk = thread::spawn(move || (0..50).for_each(|n| say.send(n).unwrap()));
        let mut got = Vec::new();
        loop {
            match results.next_before(Instant::now()) {
                Next::Came(result) => got.push(result),
                Next::Late => thread::yield_now(),
                Next::Over => break,
            }
        }
        talk.join().unwrap();
        assert_eq!(got, (0..50).flat_map(|n| vec![n; n % 40]).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_inputs_are_drawn_than_the_threads_need() {
        let drawn = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&drawn);
        let endless = (0..).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let jobs = 3;
        let mut results = in_order(endless, jobs, |n: usize, to| _ = to.send(n)).unwrap();
        for expected in 0..1_000 {
            assert_eq!(results.next(), Some(expected));
            // One is with the consumer, the queue holds two a job, one waits to be queued.
            assert!(drawn.load(Ordering::SeqCst) <= expected + 2 * jobs + 3);
        }
    }
}
