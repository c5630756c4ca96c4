# "My network does not learn XOR. What am I doing wrong?"
import numpy as np
from keras.models import *
from keras.layers import *
from keras import backend as K

X = np.array([[0,0],[0,1],[1,0],[1,1]] * 25, "float32")
y = np.array([[0],[1],[1],[0]] * 25, "float32")

model = Sequential([Dense(8, input_dim=2), Activation('tanh'), Dense(1), Activation('sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['binary_accuracy'])
K.set_value(model.optimizer.lr, 0.05)
model.optimizer.beta_1 = 0.8

for i in range(4):
    model.fit(X, y, batch_size=4, nb_epoch=1, verbose=0)
print(model.predict_proba(X[:4]))
