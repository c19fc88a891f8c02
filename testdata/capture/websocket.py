"""WebSocket with python3-websockets: `websocket.py serve ADDRESS` and `websocket.py ask ADDRESS`, on port 80."""
import asyncio
import sys

import websockets


async def echo(ws, path):
    async for message in ws:
        await ws.send(message)


async def serve(address):
    async with websockets.serve(echo, address, 80, ping_interval=None):
        await asyncio.Future()


async def ask(address):
    async with websockets.connect(f"ws://{address}/chat", compression=None) as ws:
        for message in ("a text", bytes(range(200)), "x" * 3000, ["a message ", "in ", "parts"]):
            await ws.send(message)
            await ws.recv()
        await (await ws.ping(b"still there?"))
    async with websockets.connect(f"ws://{address}/compressed") as ws:
        await ws.send("a compressed text, a compressed text")
        await ws.recv()
        await ws.close(1001, "going away")


asyncio.run({"serve": serve, "ask": ask}[sys.argv[1]](sys.argv[2]))
