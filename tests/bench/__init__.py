"""The figures the project promises, each measured beside something known in the same run: `make bench`.

Everything stays on 127.0.0.1 and takes a few minutes. Machines differ and so do minutes, so each figure is a median of
rounds that take turns with what it is compared to; read the ratios first.
"""
