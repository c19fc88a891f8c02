"""A Modbus server with python3-pymodbus: modbus.py ADDRESS."""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

blocks = {name: ModbusSequentialDataBlock(0, list(range(100))) for name in ("di", "co", "hr", "ir")}
StartTcpServer(context=ModbusServerContext(slaves=ModbusSlaveContext(**blocks), single=True), address=(sys.argv[1], 502))
