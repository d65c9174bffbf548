"""python -m dev.stripe --port 8401 --state FILE [--seed]: serve the simulator on this machine."""

import argparse
from pathlib import Path

import uvicorn

from dev.stripe import firm
from dev.stripe.simulator import Simulator
from dev.stripe.site.app import application


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=8401)
    parser.add_argument("--state", type=Path, help="where the account is kept between runs")
    parser.add_argument("--seed", action="store_true", help="open with a firm's five months")
    chosen = parser.parse_args()
    simulator = opened(chosen.state)
    simulator.settings.base_url = f"http://localhost:{chosen.port}"
    if chosen.seed and not simulator.world.store.kinds.get("customer"):
        firm.seed(simulator)
    uvicorn.run(
        application(simulator, chosen.state),
        host="127.0.0.1",
        port=chosen.port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


def opened(state: Path | None) -> Simulator:
    return Simulator.load(state) if state is not None and state.exists() else Simulator()


if __name__ == "__main__":
    main()
