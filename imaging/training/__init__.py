"""Learning: a loop that knows nothing of pictures. A task brings its net, its examples, its loss.

    python -m imaging.training restore --net plain --data DIR --out DIR

`task` says what a task is, `plan` how long and how fast to learn, `loop` does it; the folder --out
holds the checkpoint that the next run goes on from, the best weights so far, and TensorBoard logs.
"""
